package dev.tallyman.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Sends a page piece by piece. Given all at once, the JDK would copy it to a direct buffer as large
 * as the page, and keep that for every thread that ever sent one.
 *
 * <p>Threading: started once; then Jetty's business.
 *
 * <p>Failure: a client that went away fails the callback, and the page is given back all the same.
 */
final class PageSender extends IteratingCallback {
  private static final int PIECE_BYTES = 64 * 1024;

  private final ByteBuffer content;
  private final Runnable done;
  private final Response response;
  private final Callback callback;
  private boolean last;

  /** Sends the content; {@code done} is run when it is needed no more. */
  PageSender(ByteBuffer content, Runnable done, Response response, Callback callback) {
    this.content = content;
    this.done = done;
    this.response = response;
    this.callback = callback;
  }

  @Override
  protected Action process() {
    if (last) {
      return Action.SUCCEEDED;
    }
    int count = Math.min(PIECE_BYTES, content.remaining());
    ByteBuffer piece = content.slice(content.position(), count);
    content.position(content.position() + count);
    last = !content.hasRemaining();
    response.write(last, piece, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleted(@Nullable Throwable failure) {
    done.run();
    if (failure == null) {
      callback.succeeded();
    } else {
      callback.failed(failure);
    }
  }
}
