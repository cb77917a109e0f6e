package dev.tallyman.examples.chedweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotionDeskTest {
  private static final MotionCommand MOVE = new MotionCommand(MotionCommand.Type.MOVE, 40, 40);
  private static final SerialPort GOOD = line -> "OK\n".getBytes(StandardCharsets.US_ASCII);
  private static final SerialPort BAD = line -> "ERR 3\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private final Recorded first = new Recorded();
  private final Recorded second = new Recorded();

  @Test
  void oneWorkerHoldsThePortAndTheNextTakesItOver() throws IOException {
    MotionLink link = new MotionLink(directory, second.motion, second.errors);
    try (MotionDesk next = desk(second, GOOD)) {
      try (MotionDesk holder = desk(first, GOOD)) {
        holder.tick(0);
        next.tick(0);
        link.drive(MOVE);

        assertThat(first.value("motion_driver_commands_total", "move")).isEqualTo(1);
        assertThat(first.value("motion_driver_connected")).isEqualTo(1);
        assertThat(second.value("motion_driver_connected")).isZero();
      }

      assertThatThrownBy(() -> link.drive(MOVE)).hasMessageContaining("unreachable");
      next.tick(0);
      link.drive(MOVE);
    }

    assertThat(first.value("motion_driver_commands_total", "move")).isEqualTo(1);
    assertThat(second.value("motion_driver_commands_total", "move")).isEqualTo(1);
    assertThat(second.value("motion_driver_command_errors_total", "move")).isEqualTo(1);
    assertThat(second.value("errors_total", "unreachable", "motion")).isEqualTo(1);
  }

  @Test
  void whatTheDriverRefusesIsCountedWhereTheDriverIsAndNowhereElse() throws IOException {
    MotionLink link = new MotionLink(directory, second.motion, second.errors);
    try (MotionDesk holder = desk(first, BAD)) {
      holder.tick(0);

      assertThatThrownBy(() -> link.drive(MOVE)).hasMessageContaining("refused");
    }

    assertThat(first.value("motion_driver_command_errors_total", "move")).isEqualTo(1);
    assertThat(second.value("motion_driver_command_errors_total", "move")).isZero();
  }

  @Test
  void aCommandThatIsNoneIsCountedAsReceivedAndGoesNoFurther() throws IOException {
    Control control =
        new Control(
            new MotionLink(directory, first.motion, first.errors), first.control, first.errors);
    try (MotionDesk holder = desk(first, GOOD)) {
      holder.tick(0);

      assertThatThrownBy(() -> control.carryOut(Control.HTTP, "{\"type\": \"fly\"}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no such command: fly");
      assertThatThrownBy(() -> control.carryOut(Control.HTTP, "up!"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(control.carryOut(Control.HTTP, "{\"type\": \"stop\"}")).isPositive();
    }

    assertThat(first.value("control_commands_total", "http")).isEqualTo(3);
    assertThat(first.value("errors_total", "invalid_command", "control")).isEqualTo(2);
  }

  private MotionDesk desk(Recorded recorded, SerialPort port) throws IOException {
    return new MotionDesk(directory, new MotionDriver(port, recorded.driver()));
  }
}
