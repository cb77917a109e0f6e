package dev.tallyman.dashboard.history;

import dev.tallyman.dashboard.peer.Peer;
import dev.tallyman.dashboard.peer.PeerException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Asks {@code /api/v1/query_range}, as Prometheus has it, for what series were.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: the future fails with a {@link HistoryException}.
 */
public final class RangeClient {
  /** What the sources' addresses have behind them. */
  public static final String PATH = "/api/v1/query_range";

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int LIMIT_BYTES = 64 << 20;
  private static final int OK = 200;

  private final Peer peer;
  private final Map<String, String> headers;

  /**
   * Does not connect yet.
   *
   * @param base what the path is added to
   * @param token shown as bearer token, unless it is empty
   */
  public RangeClient(URI base, String token, Executor executor) {
    this.peer = new Peer(base, executor, TIMEOUT);
    this.headers = token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
  }

  /** Whom it asks. */
  public String base() {
    return peer.url("");
  }

  /** Where it asks. */
  public String source() {
    return peer.url(PATH);
  }

  /** What the series were at the points of the grid, without their name. */
  CompletableFuture<List<Timeline>> ask(Selector selector, Grid grid) {
    String query =
        "?query="
            + URLEncoder.encode(selector.promql(), StandardCharsets.UTF_8)
            + "&start="
            + seconds(grid.startMillis())
            + "&end="
            + seconds(grid.endMillis())
            + "&step="
            + seconds(grid.stepMillis());
    return peer.get(PATH, query, headers, LIMIT_BYTES)
        .exceptionally(
            failure -> {
              throw unavailable(failure);
            })
        .thenApply(answer -> timelines(answer, grid));
  }

  private List<Timeline> timelines(HttpResponse<byte[]> answer, Grid grid) {
    if (answer.statusCode() != OK) {
      throw refused(answer);
    }
    try {
      return RangeAnswer.timelines(answer.body(), grid);
    } catch (RangeAnswer.TooMuchException e) {
      throw failed(HistoryException.Reason.TOO_MUCH, "too many series and points");
    } catch (RangeAnswer.FormatException e) {
      throw failed(
          HistoryException.Reason.BAD_SOURCE,
          "the history's answer can't be read, " + e.getMessage());
    }
  }

  private HistoryException refused(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    return switch (status) {
      case 404, 501, 503 -> failed(HistoryException.Reason.NONE, "no history is kept");
      case 400 -> failed(HistoryException.Reason.REFUSED, RangeAnswer.complaint(answer.body()));
      // Plain selectors can't go wrong in other ways than to find too much.
      case 422 -> failed(HistoryException.Reason.TOO_MUCH, RangeAnswer.complaint(answer.body()));
      case 401, 403 ->
          failed(HistoryException.Reason.BAD_SOURCE, "the history is not shown to the dashboard");
      default ->
          failed(HistoryException.Reason.BAD_SOURCE, "the history's source answered " + status);
    };
  }

  private RuntimeException unavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof PeerException peerFailure)) {
      return new CompletionException(cause);
    }
    return switch (peerFailure.reason()) {
      case LATE -> failed(HistoryException.Reason.LATE, "the history was not told in time");
      case TOO_LARGE -> failed(HistoryException.Reason.TOO_MUCH, "too many series and points");
      case UNREACHABLE ->
          failed(HistoryException.Reason.BAD_SOURCE, "the history can't be reached");
      case BROKEN_OFF ->
          failed(HistoryException.Reason.BAD_SOURCE, "the history's answer broke off");
    };
  }

  private HistoryException failed(HistoryException.Reason reason, String detail) {
    return new HistoryException(reason, detail, source());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000);
  }
}
