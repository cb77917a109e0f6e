package dev.tallyman.examples.digitalactors;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.examples.visitors.Site;
import java.io.IOException;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's end of a connection.
 *
 * <p>Threading: for one thread.
 *
 * <p>Failure: {@link IOException} if the service is gone or has no answer within ten seconds.
 */
final class Conversation implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Answers answers = new Answers();
  private final WebSocket socket;

  /** Connects. */
  Conversation(Site site) throws IOException, InterruptedException {
    socket = get(site.open("/ws", answers));
  }

  /** Says something and waits for the answer, whatever it is. */
  String say(Message message) throws IOException, InterruptedException {
    return sayAnything(JSON.writeValueAsString(message));
  }

  /** Says what may be no message at all, and waits as well. */
  String sayAnything(String text) throws IOException, InterruptedException {
    CompletableFuture<String> answer = answers.next();
    get(socket.sendText(text, true));
    return get(answer);
  }

  /** Says something and is gone without a word. */
  void sayAndHangUp(Message message) throws IOException, InterruptedException {
    get(socket.sendText(JSON.writeValueAsString(message), true));
    socket.abort();
  }

  /** Says goodbye, and does not wait to hear it. */
  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      CompletableFuture<WebSocket> unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }
  }

  private static <T> T get(CompletableFuture<T> awaited) throws IOException, InterruptedException {
    try {
      return awaited.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer", e);
    }
  }

  /** What comes from the service: texts, one for each message, and speech, which nobody hears. */
  private static final class Answers implements WebSocket.Listener {
    private final CompletableFuture<String> gone = new CompletableFuture<>();
    private final BlockingQueue<CompletableFuture<String>> awaited = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    CompletableFuture<String> next() {
      CompletableFuture<String> answer = new CompletableFuture<>();
      awaited.add(answer);
      return answer.applyToEither(gone, either -> either);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        CompletableFuture<String> answer = awaited.poll();
        if (answer != null) {
          answer.complete(text.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      gone.completeExceptionally(new IOException("the service hung up: status=" + status));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
      gone.completeExceptionally(cause);
    }
  }
}
