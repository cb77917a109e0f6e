package dev.tallyman.instrumentation.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An application's way of naming the route that a request took, guarded: what fails in it is not to
 * reach the answer.
 *
 * <p>Threading: as the application's function.
 *
 * <p>Failure: what the function throws is logged the first time, and there is no route.
 */
final class Routes<R> {
  private static final System.Logger LOG = System.getLogger(Routes.class.getPackageName());

  private final Function<R, @Nullable String> routes;
  private final AtomicBoolean failed = new AtomicBoolean();

  Routes(Function<R, @Nullable String> routes) {
    this.routes = routes;
  }

  @Nullable String of(R request) {
    try {
      return routes.apply(request);
    } catch (RuntimeException e) {
      if (failed.compareAndSet(false, true)) {
        LOG.log(System.Logger.Level.WARNING, "requests have no endpoint: the router failed", e);
      }
      return null;
    }
  }
}
