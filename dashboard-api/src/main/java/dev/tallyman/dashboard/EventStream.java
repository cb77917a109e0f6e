package dev.tallyman.dashboard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One client's events: written, then a timer, then the next one. Nobody waits in between.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: a client that is gone is noticed at the next event at the latest.
 */
final class EventStream {
  /** Connections on which nothing happens for 30 s are closed, here and by many in between. */
  private static final int HEARTBEAT_SECONDS = 15;

  private static final ByteBuffer BEGINNING = utf8("retry: 2000\n\n");
  private static final ByteBuffer HEARTBEAT = utf8(": here\n\n");
  private static final ByteBuffer NOTHING = utf8("");

  private final Line line;
  private final Scheduler scheduler;
  private final LiveEvents.Ticks ticks;
  private final int seconds;
  private Scheduler.@Nullable Task timer;
  private int secondsToTick;
  private boolean writing;
  private boolean ending;
  private boolean over;

  /**
   * Where to write.
   *
   * @param callback hears of the end
   * @param ended so does this
   */
  record Line(Response response, Callback callback, Consumer<EventStream> ended) {}

  EventStream(Line line, Scheduler scheduler, LiveEvents.Ticks ticks, int seconds) {
    this.line = line;
    this.scheduler = scheduler;
    this.ticks = ticks;
    this.seconds = seconds;
  }

  void begin(Request request) {
    line.response().setStatus(HttpStatus.OK_200);
    LiveEvents.headers().forEach(line.response().getHeaders()::put);
    if (HttpMethod.HEAD.is(request.getMethod())) {
      end();
    } else {
      write(BEGINNING.duplicate());
    }
  }

  /** Ends it, once what is being written has been. */
  synchronized void end() {
    ending = true;
    if (!writing && !over) {
      over = true;
      cancelTimer();
      line.ended().accept(this);
      line.response().write(true, NOTHING.duplicate(), line.callback());
    }
  }

  private synchronized void write(ByteBuffer text) {
    if (ending || over) {
      return;
    }
    writing = true;
    line.response().write(false, text, Callback.from(this::written, this::broken));
  }

  private synchronized void written() {
    writing = false;
    if (ending) {
      end();
      return;
    }
    int pause = Math.min(secondsToTick, HEARTBEAT_SECONDS);
    secondsToTick -= pause;
    timer = scheduler.schedule(this::wake, pause, TimeUnit.SECONDS);
  }

  private void wake() {
    synchronized (this) {
      if (secondsToTick > 0) {
        write(HEARTBEAT.duplicate());
        return;
      }
      secondsToTick = seconds;
    }
    CompletableFuture<Void> unused =
        ticks
            .next()
            .thenAccept(this::write)
            .exceptionally(
                failure -> {
                  broken(failure);
                  return null;
                });
  }

  private synchronized void broken(Throwable failure) {
    writing = false;
    if (!over) {
      over = true;
      cancelTimer();
      line.ended().accept(this);
      line.callback().failed(failure);
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }

  private static ByteBuffer utf8(String text) {
    return StandardCharsets.UTF_8.encode(text).asReadOnlyBuffer();
  }
}
