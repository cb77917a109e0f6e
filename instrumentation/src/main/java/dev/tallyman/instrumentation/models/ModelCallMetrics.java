package dev.tallyman.instrumentation.models;

import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Timer;

/**
 * Calls to language models and to speech: {@code llm_latency_seconds{provider,model}} and {@code
 * tts_latency_seconds}. A call that fails took its time too, and is timed like one that does not.
 *
 * <pre>{@code
 * ModelCallMetrics calls =
 *     ModelCallMetrics.register(MetricRegistry.defaultRegistry(), "digital_actors_");
 * ...
 * String line = calls.llm("anthropic", "some-model", () -> client.ask(prompt));
 * byte[] speech = calls.tts(() -> voice.say(line));
 * }</pre>
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class ModelCallMetrics {
  private static final double[] DURATIONS = {.1, .25, .5, 1, 2.5, 5, 10, 30, 60};

  private final Histogram llm;
  private final Histogram tts;

  private ModelCallMetrics(Histogram llm, Histogram tts) {
    this.llm = llm;
    this.tts = tts;
  }

  /**
   * A call.
   *
   * @param <T> what it returns
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Call<T, E extends Exception> {
    /** Makes it. */
    T run() throws E;
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static ModelCallMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, with buckets from 100 milliseconds to a minute. */
  public static ModelCallMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names and buckets of the application's choice.
   *
   * @param upperBoundsSeconds the upper bounds of both metrics' buckets; none for the default
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static ModelCallMetrics register(
      MetricRegistry registry, String prefix, double... upperBoundsSeconds) {
    double[] bounds = upperBoundsSeconds.length > 0 ? upperBoundsSeconds : DURATIONS;
    return new ModelCallMetrics(
        Histogram.builder()
            .name(prefix + "llm_latency_seconds")
            .help("What calls to language models took, by provider and model.")
            .unit("seconds")
            .labelNames("provider", "model")
            .classicUpperBounds(bounds)
            .register(registry),
        Histogram.builder()
            .name(prefix + "tts_latency_seconds")
            .help("What it took to turn text into speech.")
            .unit("seconds")
            .classicUpperBounds(bounds)
            .register(registry));
  }

  /**
   * Calls a language model.
   *
   * @return what the call returns
   * @throws E what the call throws
   */
  public <T, E extends Exception> T llm(String provider, String model, Call<T, E> call) throws E {
    Timer timer = startLlm(provider, model);
    try {
      return call.run();
    } finally {
      timer.close();
    }
  }

  /**
   * Turns text into speech.
   *
   * @return what the call returns
   * @throws E what the call throws
   */
  public <T, E extends Exception> T tts(Call<T, E> call) throws E {
    Timer timer = startTts();
    try {
      return call.run();
    } finally {
      timer.close();
    }
  }

  /** Begins a call to a language model, which ends when the timer is closed. */
  public Timer startLlm(String provider, String model) {
    return llm.labelValues(provider, model).startTimer();
  }

  /** Begins a call that turns text into speech, which ends when the timer is closed. */
  public Timer startTts() {
    return tts.startTimer();
  }
}
