package dev.tallyman.examples.chedweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MotionDriverTest {
  private static final MotionCommand MOVE = new MotionCommand(MotionCommand.Type.MOVE, 40, 40);
  private static final long DEADMAN = MotionDriver.DEADMAN.toNanos();
  private static final long RECONNECT = MotionDriver.RECONNECT.toNanos();

  private final Recorded recorded = new Recorded();
  private final List<String> lines = new ArrayList<>();
  private SerialPort behaviour = line -> "OK\n".getBytes(StandardCharsets.US_ASCII);
  private final MotionDriver driver =
      new MotionDriver(
          line -> {
            lines.add(new String(line, StandardCharsets.US_ASCII).strip());
            return behaviour.exchange(line);
          },
          recorded.driver());

  @Test
  void aRobotThatHearsNothingIsStoppedOnce() throws MotionException {
    driver.connect();
    driver.drive(MOVE, 0);

    driver.tick(DEADMAN);
    assertThat(lines).containsExactly("move 40 40");

    driver.tick(DEADMAN + 1);
    driver.tick(3 * DEADMAN);
    assertThat(lines).containsExactly("move 40 40", "stop 0 0");
    assertThat(recorded.value("deadman_switch_timeouts_total")).isEqualTo(1);
  }

  @Test
  void aRobotThatHearsSomethingInTimeGoesOn() throws MotionException {
    driver.connect();
    for (int i = 0; i < 5; i++) {
      driver.drive(MOVE, i * DEADMAN);
      driver.tick((i + 1) * DEADMAN);
    }

    assertThat(lines).doesNotContain("stop 0 0");
    assertThat(recorded.value("deadman_switch_timeouts_total")).isZero();
  }

  @Test
  void aRobotThatStandsNeedsNoDeadmanSwitch() throws MotionException {
    driver.connect();
    driver.drive(MOVE, 0);
    driver.drive(MotionCommand.STOP, 1);

    driver.tick(10 * DEADMAN);

    assertThat(recorded.value("deadman_switch_timeouts_total")).isZero();
  }

  @Test
  void aRobotThatDoesNotStopIsToldAgain() throws MotionException {
    driver.connect();
    driver.drive(MOVE, 0);
    behaviour = line -> "ERR 3\n".getBytes(StandardCharsets.US_ASCII);
    driver.tick(2 * DEADMAN);
    behaviour = line -> "OK\n".getBytes(StandardCharsets.US_ASCII);
    driver.tick(3 * DEADMAN);
    driver.tick(4 * DEADMAN);

    assertThat(lines).containsExactly("move 40 40", "stop 0 0", "stop 0 0");
    assertThat(recorded.value("deadman_switch_timeouts_total")).isEqualTo(1);
    assertThat(recorded.value("motion_driver_command_errors_total", "stop")).isEqualTo(1);
  }

  @Test
  void whoeverOpensThePortStopsTheRobotFirst() {
    driver.connect();

    driver.tick(1);

    assertThat(lines).containsExactly("stop 0 0");
    assertThat(recorded.value("deadman_switch_timeouts_total")).isZero();
  }

  @Test
  void aLostPortIsOpenedAnew() {
    driver.connect();
    behaviour =
        line -> {
          throw new IOException("unplugged");
        };

    assertWhy(1, MotionException.DISCONNECTED);
    assertThat(recorded.value("motion_driver_connected")).isZero();
    assertThat(recorded.value("motion_driver_serial_bytes_total", "sent")).isZero();
    driver.tick(RECONNECT);
    assertWhy(RECONNECT, MotionException.DISCONNECTED);
    assertThat(lines).hasSize(1);

    behaviour = line -> "OK\n".getBytes(StandardCharsets.US_ASCII);
    driver.tick(RECONNECT + 2);
    assertThat(recorded.value("motion_driver_connected")).isEqualTo(1);
    assertThat(lines).endsWith("stop 0 0");
  }

  @Test
  void aSilentDriverHasGotItsBytesAndCountsAsAnError() {
    driver.connect();
    behaviour =
        line -> {
          throw new SocketTimeoutException("silent");
        };

    assertWhy(0, MotionException.TIMEOUT);

    assertThat(recorded.value("motion_driver_serial_bytes_total", "sent"))
        .isEqualTo("move 40 40\n".length());
    assertThat(recorded.value("motion_driver_serial_bytes_total", "received")).isZero();
    assertThat(recorded.value("motion_driver_command_errors_total", "move")).isEqualTo(1);
    assertThat(recorded.value("errors_total", "timeout", "motion")).isEqualTo(1);
    assertThat(recorded.value("motion_driver_connected")).isEqualTo(1);
  }

  @Test
  void theSimulationShowsSoonAllThatCanGoWrong() {
    SerialPort port = new SimulatedSerialPort(ChedWeb.PORT_SEED);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      try {
        seen.add(new String(port.exchange(new byte[] {'\n'}), StandardCharsets.US_ASCII).strip());
      } catch (SocketTimeoutException e) {
        seen.add("silent");
      } catch (IOException e) {
        seen.add("gone");
      }
    }

    assertThat(seen).contains("OK", "ERR 3", "silent", "gone");
    assertThat(SimulatedSerialPort.PATIENCE).isLessThan(Duration.ofSeconds(1));
  }

  private void assertWhy(long nowNanos, String why) {
    assertThatThrownBy(() -> driver.drive(MOVE, nowNanos))
        .isInstanceOfSatisfying(
            MotionException.class, failure -> assertThat(failure.why()).isEqualTo(why));
  }
}
