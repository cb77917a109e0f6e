package dev.tallyman.examples.chedweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
  private static final Duration MOMENT = Duration.ofMillis(100);

  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Recorded here = new Recorded();
  private final Recorded there = new Recorded();
  private Peers peersHere;
  private Peers peersThere;

  @BeforeEach
  void twoWorkers() throws IOException {
    peersHere = peers(here);
    peersThere = peers(there);
  }

  @Test
  void aPeerMayTalkToAnotherWorkerEachTime() throws IOException {
    String id = peersHere.offered();
    assertThat(peersThere.addCandidate(id, "candidate:1")).isTrue();
    ConnectedPeer peer = peersThere.connect(id).orElseThrow();

    assertThat(peersHere.count()).isEqualTo(1);
    assertThat(peersHere.addCandidate(id, "candidate:2")).isTrue();
    assertThat(there.value("webrtc_connections_active")).isEqualTo(1);

    peer.closed();
    assertThat(peersHere.count()).isZero();
    assertThat(there.value("webrtc_connections_active")).isZero();
    assertThat(there.value("webrtc_connections_total", "success")).isEqualTo(1);
    assertThat(there.value("webrtc_connection_state_changes_total", "closed")).isEqualTo(1);
    assertThat(there.value("webrtc_connection_state_changes_total", "disconnected")).isZero();
  }

  @Test
  void aPeerConnectsOnce() throws IOException {
    String id = offerWithCandidate();

    assertThat(peersHere.connect(id)).isPresent();
    assertThat(peersThere.connect(id)).isEmpty();
    assertThat(there.value("webrtc_connections_total", "success")).isZero();
  }

  @Test
  void anOfferThatIsNotFollowedUpIsGivenUpByOneWorker() throws IOException {
    String id = offerWithCandidate();
    now = now.plus(Peers.PATIENCE);
    peersHere.sweep();
    assertThat(here.value("webrtc_connections_total", "failed")).isZero();

    now = now.plus(MOMENT);
    peersHere.sweep();
    peersThere.sweep();

    assertThat(peersHere.connect(id)).isEmpty();
    assertThat(here.value("webrtc_connections_total", "failed")).isEqualTo(1);
    assertThat(there.value("webrtc_connections_total", "failed")).isZero();
    assertThat(here.value("errors_total", "timeout", "webrtc")).isEqualTo(1);
  }

  @Test
  void aPeerWithoutCandidatesCanNotConnect() throws IOException {
    assertThat(peersHere.connect(peersHere.offered())).isEmpty();

    assertThat(here.value("errors_total", "no_candidates", "webrtc")).isEqualTo(1);
    assertThat(here.value("webrtc_connections_total", "failed")).isEqualTo(1);
    assertThat(here.value("webrtc_connections_active")).isZero();
  }

  @Test
  void aPeerStaysForAsLongAsItsWorkerDoes() throws IOException {
    ConnectedPeer peer = peersHere.connect(offerWithCandidate()).orElseThrow();
    for (int i = 0; i < 3; i++) {
      now = now.plus(Peers.LEASE);
      peersHere.sweep();
      peersThere.sweep();
    }
    assertThat(peersThere.count()).isEqualTo(1);

    // From here on its worker is silent, as one is that was killed.
    now = now.plus(Peers.LEASE).plus(MOMENT);
    peersThere.sweep();
    assertThat(peersThere.count()).isZero();
    assertThat(there.value("errors_total", "worker_lost", "webrtc")).isEqualTo(1);

    // It was not dead, only slow; the end has been counted.
    peer.lost();
    assertThat(here.value("webrtc_connection_state_changes_total", "closed")).isZero();
    assertThat(here.value("webrtc_connections_active")).isZero();
  }

  @Test
  void aNameThatIsNoneLeadsNowhere() throws IOException {
    assertThat(peersHere.addCandidate("../connected", "candidate:1")).isFalse();
    assertThat(peersHere.connect("")).isEmpty();

    assertThat(peersHere.count()).isZero();
    assertThat(here.value("errors_total", "unknown_peer", "webrtc")).isEqualTo(2);
  }

  private String offerWithCandidate() throws IOException {
    String id = peersHere.offered();
    assertThat(peersHere.addCandidate(id, "candidate:1")).isTrue();
    return id;
  }

  private Peers peers(Recorded recorded) throws IOException {
    return new Peers(PeerFiles.in(directory, new TestClock()), recorded.webRtc, recorded.errors);
  }

  private final class TestClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
