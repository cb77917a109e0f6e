package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A judge that is missing must be heard of. */
final class PeerProgramTest {

  @Test
  void aProgramThatIsNotInstalledIsAFailureThatNamesItsPackage() {
    assertThatThrownBy(() -> PeerProgram.named("no-such-judge", "judges"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("program not found: name=no-such-judge, install the Debian package judges");
  }
}
