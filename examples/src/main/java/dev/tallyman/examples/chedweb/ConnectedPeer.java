package dev.tallyman.examples.chedweb;

import dev.tallyman.instrumentation.webrtc.PeerConnection;
import java.io.IOException;

/**
 * A peer whose channel is open at this worker.
 *
 * <p>Threading: safe for all threads.
 *
 * @param connection what counts it among the active ones
 */
record ConnectedPeer(Peers peers, String id, PeerConnection connection) {
  /** The peer has closed its channel. */
  void closed() throws IOException {
    connection.close();
    peers.ended(id, false);
  }

  /** The peer went away without a word. */
  void lost() throws IOException {
    connection.close();
    peers.ended(id, true);
  }
}
