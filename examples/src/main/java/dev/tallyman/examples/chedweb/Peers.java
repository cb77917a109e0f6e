package dev.tallyman.examples.chedweb;

import dev.tallyman.examples.chedweb.PeerFiles.Place;
import dev.tallyman.examples.service.Worker;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.instrumentation.webrtc.WebRtcMetrics;
import dev.tallyman.instrumentation.webrtc.WebRtcMetrics.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Those who want to connect, and those who are connected. A peer makes its offer to one worker,
 * names its candidates to another and opens its channel at a third.
 *
 * <p>Threading: safe for all threads.
 */
final class Peers {
  /** How long a peer has, after its last sign of life, to open its channel. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** After which a connected peer is lost if its worker gives no sign of life. */
  static final Duration LEASE = Duration.ofSeconds(5);

  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final PeerFiles files;
  private final WebRtcMetrics metrics;
  private final ErrorMetrics errors;
  private final Set<String> connectedHere = ConcurrentHashMap.newKeySet();

  Peers(PeerFiles files, WebRtcMetrics metrics, ErrorMetrics errors) {
    this.files = files;
    this.metrics = metrics;
    this.errors = errors;
  }

  /** Looks after peers from now on. */
  void start(Worker worker) {
    worker.every(SWEEP, "the peers' sweep", this::sweep);
  }

  /** Somebody wants to connect. What comes next is {@link #offered} or {@link #failed}. */
  void begin() {
    metrics.stateChanged(State.NEW);
  }

  /** Nothing came of somebody who wanted to connect. */
  void failed(String why) {
    metrics.connectionFailed();
    metrics.stateChanged(State.FAILED);
    errors.error(why, "webrtc");
  }

  /**
   * An offer was answered, and the peer may open its channel.
   *
   * @return what the peer is called
   */
  String offered() throws IOException {
    String id = UUID.randomUUID().toString();
    files.create(id);
    metrics.stateChanged(State.CONNECTING);
    return id;
  }

  /** A peer says where it can be reached; false if there is no such peer. */
  boolean addCandidate(String id, String candidate) throws IOException {
    boolean known =
        isId(id)
            && (files.addCandidate(Place.OFFERED, id, candidate)
                || files.addCandidate(Place.CONNECTED, id, candidate));
    if (known) {
      metrics.iceCandidateProcessed();
    } else {
      errors.error("unknown_peer", "webrtc");
    }
    return known;
  }

  /** A peer opens its channel; empty if there is no such peer, or no way to it. */
  Optional<ConnectedPeer> connect(String id) throws IOException {
    boolean reachable = isId(id) && files.hasCandidates(Place.OFFERED, id);
    if (!isId(id) || !files.move(id, Place.OFFERED, reachable ? Place.CONNECTED : Place.GONE)) {
      errors.error("unknown_peer", "webrtc");
      return Optional.empty();
    }
    if (!reachable) {
      files.delete(id);
      failed("no_candidates");
      return Optional.empty();
    }
    connectedHere.add(id);
    metrics.stateChanged(State.CONNECTED);
    return Optional.of(new ConnectedPeer(this, id, metrics.connected()));
  }

  /** A peer that was connected here is no more, because it wanted so or because it was lost. */
  void ended(String id, boolean lost) throws IOException {
    connectedHere.remove(id);
    // Otherwise another worker took this one for dead, and has counted the end.
    if (files.move(id, Place.CONNECTED, Place.GONE)) {
      files.delete(id);
      countEnd(lost);
    }
  }

  /** How many are connected, to whichever worker. */
  int count() throws IOException {
    return files.in(Place.CONNECTED).size();
  }

  /** Gives up those who came no further, and those whose worker died. */
  void sweep() throws IOException {
    for (String id : connectedHere) {
      boolean unused = files.touch(Place.CONNECTED, id);
    }
    for (String id : files.silentIn(Place.OFFERED, PATIENCE)) {
      if (files.move(id, Place.OFFERED, Place.GONE)) {
        files.delete(id);
        failed("timeout");
      }
    }
    for (String id : files.silentIn(Place.CONNECTED, LEASE)) {
      if (files.move(id, Place.CONNECTED, Place.GONE)) {
        files.delete(id);
        countEnd(true);
        errors.error("worker_lost", "webrtc");
      }
    }
  }

  private void countEnd(boolean lost) {
    if (lost) {
      metrics.stateChanged(State.DISCONNECTED);
    }
    metrics.stateChanged(State.CLOSED);
  }

  private static boolean isId(String id) {
    return ID.matcher(id).matches();
  }
}
