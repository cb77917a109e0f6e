package dev.tallyman.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TotalsTest {
  private static final long HOUR = 3_600_000;

  @Test
  void aRangeIsLookedAtFromItsVeryBeginningToItsVeryEnd() {
    for (long range : new long[] {1, 4_999, 10_000, 100_000, HOUR, 31 * 24 * HOUR}) {
      Grid grid = Totals.steps(HOUR, HOUR + range);

      assertThat(grid.startMillis()).isEqualTo(HOUR);
      assertThat(grid.endMillis()).isBetween(HOUR + range - grid.points(), HOUR + range);
      assertThat(grid.points()).isBetween(2, 121);
    }
  }

  @Test
  void noStepIsShorterThanSourcesLook() {
    assertThat(Totals.steps(0, 60_000)).isEqualTo(new Grid(0, 5_000, 13));
    assertThat(Totals.steps(0, HOUR)).isEqualTo(new Grid(0, 30_000, 121));
  }
}
