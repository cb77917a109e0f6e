package dev.tallyman.examples.digitalactors;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way to somebody else's service: an answer comes after a while, and nobody waits forever.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link IOException} if the answer comes too late, or the worker ends before.
 */
final class SimulatedNetwork {
  private static final int PATIENCE_MILLIS = 4_000;

  private SimulatedNetwork() {}

  /** Waits for an answer that is there after some time. */
  static <T> T await(T answer, int millis) throws IOException {
    try {
      return new CompletableFuture<T>()
          .completeOnTimeout(answer, millis, TimeUnit.MILLISECONDS)
          .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + PATIENCE_MILLIS + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the worker ends");
    }
  }
}
