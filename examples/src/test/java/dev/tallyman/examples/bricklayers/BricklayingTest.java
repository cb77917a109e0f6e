package dev.tallyman.examples.bricklayers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BricklayingTest {
  private static final Duration AMPLE = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Test
  void everySecondInnerWallIsRaisedByHalfALayer() throws Exception {
    String made =
        laid(
            """
            M83
            ;LAYER_CHANGE
            ;Z:0.4
            ;HEIGHT:0.2
            G1 Z0.4 F720
            G1 X0 Y0 F9000
            ;TYPE:Perimeter
            G1 X10 Y0 E0.5
            G1 X0 Y1 F9000
            G1 X10 Y1 E0.5
            """);

    assertThat(made)
        .isEqualTo(
            """
            M83
            ;LAYER_CHANGE
            ;Z:0.4
            ;HEIGHT:0.2
            G1 Z0.4 F720
            G1 X0 Y0 F9000
            ;TYPE:Perimeter
            G1 X10.000 Y0.000 E0.50000
            G1 X0 Y1 F9000
            G1 Z0.500
            G1 X10.000 Y1.000 E0.50000
            G1 Z0.400
            """);
  }

  @Test
  void outerWallsStayWhereTheyAre() throws Exception {
    String made =
        laid(Slicer.pipe(Slicer.RELATIVE, 1).replace(";TYPE:Perimeter", ";TYPE:Solid infill"));

    assertThat(made.lines().filter(line -> line.startsWith("G1 Z")))
        .containsExactly("G1 Z0.2 F720");
  }

  @Test
  void fewerPointsTakeAsMuchPlastic() throws Exception {
    String pipe = Slicer.pipe(Slicer.RELATIVE, 3);

    String made = laid(pipe);

    assertThat(made.lines().count()).isLessThan(pipe.lines().count() * 3 / 4);
    assertThat(plastic(made)).isCloseTo(plastic(pipe), within(1e-3));
  }

  @Test
  void absoluteAmountsAreRefused() {
    assertThatThrownBy(() -> laid(Slicer.pipe(Slicer.ABSOLUTE, 1)))
        .isInstanceOf(Bricklaying.NotLayableException.class)
        .hasMessageContaining("M83");
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> laid("M83\nG1 Xten Y0 E1\n"))
        .isInstanceOf(Bricklaying.NotLayableException.class)
        .hasMessageContaining("ten");
  }

  @Test
  void workThatIsTooMuchEndsInTime() throws Exception {
    Path input = Files.writeString(directory.resolve("in"), Slicer.fan(30_000));
    Deadline deadline = Deadline.in(Duration.ofMillis(20));

    assertThatThrownBy(() -> Bricklaying.lay(input, directory.resolve("out"), deadline))
        .isInstanceOf(Deadline.MissedException.class);
  }

  private String laid(String code) throws Exception {
    Path input = Files.writeString(directory.resolve("in"), code);
    Path output = directory.resolve("out");
    Bricklaying.lay(input, output, Deadline.in(AMPLE));
    return Files.readString(output);
  }

  private static double plastic(String code) {
    return code.lines()
        .filter(line -> line.contains(" E"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(" E") + 2)))
        .sum();
  }
}
