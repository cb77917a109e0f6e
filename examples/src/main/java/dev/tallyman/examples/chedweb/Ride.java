package dev.tallyman.examples.chedweb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.examples.visitors.Site;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A peer's connection, from the peer's side.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: {@link IOException} if the robot does not answer.
 */
final class Ride implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CREATED = 200;
  private static final long PATIENCE_SECONDS = 5;
  private static final String OFFER =
      "{\"type\": \"offer\", \"sdp\": \"v=0\\r\\nm=video 9 UDP/TLS/RTP/SAVPF 96\\r\\n\"}";

  private final WebSocket channel;
  private final Ears ears;

  private Ride(WebSocket channel, Ears ears) {
    this.channel = channel;
    this.ears = ears;
  }

  /** What comes from the robot. */
  private static final class Ears implements WebSocket.Listener {
    final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket channel, CharSequence text, boolean last) {
      answers.add(text.toString());
      channel.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket channel, int status, String reason) {
      closed.countDown();
      return null;
    }

    @Override
    public void onError(WebSocket channel, Throwable failure) {
      closed.countDown();
    }
  }

  /** What the robot calls a peer that offers a connection; null if it wants none. */
  static @Nullable String offer(Site site) throws IOException, InterruptedException {
    HttpResponse<String> answer = site.post("/api/offer", OFFER);
    if (answer.statusCode() != CREATED) {
      return null;
    }
    JsonNode peer = JSON.readTree(answer.body()).path("peer");
    return peer.asText();
  }

  /** Connects in order. */
  static Ride begin(Site site) throws IOException, InterruptedException {
    String peer = offer(site);
    if (peer == null) {
      throw new IOException("the robot did not want the offer");
    }
    for (String way : new String[] {"host", "srflx"}) {
      site.post("/api/ice/" + peer, "candidate:1 1 UDP 2122252543 192.0.2.1 54400 typ " + way);
    }
    return open(site, peer);
  }

  /** Opens the channel, whether the robot knows the peer or not. */
  static Ride open(Site site, String peer) throws IOException, InterruptedException {
    Ears ears = new Ears();
    return new Ride(
        await(site.open("/api/datachannel?peer=" + peer, ears).toCompletableFuture()), ears);
  }

  /**
   * Stays connected and is quiet.
   *
   * @return whether the robot has closed the channel before the time was over
   */
  boolean isClosedWithin(long millis) throws InterruptedException {
    return ears.closed.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Sends a command and waits for the answer. */
  void send(String command) throws IOException, InterruptedException {
    await(channel.sendText(command, true));
    if (ears.answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
      throw new IOException("the robot does not answer");
    }
  }

  /** Goes away without a word. */
  void vanish() {
    channel.abort();
  }

  private static WebSocket await(CompletableFuture<WebSocket> done)
      throws IOException, InterruptedException {
    try {
      return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the data channel failed", e);
    }
  }

  /** Says good-bye, and does not wait for the robot to say it too. */
  @Override
  public void close() {
    if (!channel.isOutputClosed()) {
      CompletableFuture<WebSocket> unused = channel.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }
  }
}
