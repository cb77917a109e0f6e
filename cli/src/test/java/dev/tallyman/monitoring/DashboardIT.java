package dev.tallyman.monitoring;

import org.junit.jupiter.api.Test;

/** The dashboard over metrics whose every number is known beforehand. */
final class DashboardIT extends DashboardContract {

  DashboardIT() {
    super(HandMadePage.open());
  }

  @Test
  void averageResponseTimesAreThoseOfTheCallsServed() {
    assertClose(averagesDrawn(), averagesServed());
  }
}
