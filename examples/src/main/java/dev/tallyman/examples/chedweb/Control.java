package dev.tallyman.examples.chedweb;

import dev.tallyman.instrumentation.control.ControlMetrics;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.metrics.Timer;

/**
 * Has carried out what clients want of the wheels, wherever they say it.
 *
 * <p>Threading: safe for all threads.
 */
final class Control {
  static final String HTTP = "http";
  static final String DATA_CHANNEL = "datachannel";

  private final MotionLink motion;
  private final ControlMetrics metrics;
  private final ErrorMetrics errors;

  Control(MotionLink motion, ControlMetrics metrics, ErrorMetrics errors) {
    this.motion = motion;
    this.metrics = metrics;
    this.errors = errors;
  }

  /**
   * Carries a command out.
   *
   * @return how many seconds it took
   * @throws IllegalArgumentException if it is none
   * @throws MotionException if the robot did not take it
   */
  double carryOut(String source, String json) throws MotionException {
    try (Timer timer = metrics.command(source)) {
      motion.drive(MotionCommand.fromJson(json));
      return timer.observeDuration();
    } catch (IllegalArgumentException e) {
      errors.error("invalid_command", "control");
      throw e;
    }
  }
}
