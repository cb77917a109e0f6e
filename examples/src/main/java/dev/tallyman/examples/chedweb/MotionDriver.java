package dev.tallyman.examples.chedweb;

import dev.tallyman.instrumentation.control.ControlMetrics;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.instrumentation.motion.MotionDriverMetrics;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The robot's motion driver, in the worker that holds its port, with a deadman switch: a robot that
 * moves and hears nothing is stopped.
 *
 * <p>Threading: safe for all threads; a command waits for the one before it.
 */
final class MotionDriver {
  static final Duration DEADMAN = Duration.ofMillis(600);
  static final Duration RECONNECT = Duration.ofMillis(500);

  private static final System.Logger LOG = System.getLogger(MotionDriver.class.getName());

  /** What the driver and its deadman switch are counted in. */
  record Metrics(MotionDriverMetrics driver, ControlMetrics control, ErrorMetrics errors) {}

  private final SerialPort port;
  private final Metrics metrics;

  private boolean connected;
  private long disconnectedNanos;
  private boolean moving;
  private long lastCommandNanos;
  private boolean mustStop;

  MotionDriver(SerialPort port, Metrics metrics) {
    this.port = port;
    this.metrics = metrics;
  }

  /** Opens the port. Nobody knows what the robot was told before, so it is stopped first. */
  synchronized void connect() {
    connected = true;
    mustStop = true;
    metrics.driver().connected();
  }

  /** Lets go of the port. */
  synchronized void disconnect(long nowNanos) {
    connected = false;
    disconnectedNanos = nowNanos;
    metrics.driver().disconnected();
  }

  /**
   * Carries a command out.
   *
   * @throws MotionException if it was not carried out; it is counted
   */
  synchronized void drive(MotionCommand command, long nowNanos) throws MotionException {
    lastCommandNanos = nowNanos;
    mustStop = false;
    boolean stops = command.type() == MotionCommand.Type.STOP;
    // Even a command without an answer may have set the robot in motion.
    moving = moving || !stops;
    send(command, nowNanos);
    moving = !stops;
  }

  /** Stops a robot that hears nothing, and opens a port that was lost. */
  synchronized void tick(long nowNanos) {
    if (!connected && nowNanos - disconnectedNanos > RECONNECT.toNanos()) {
      connect();
    }
    if (moving && !mustStop && nowNanos - lastCommandNanos > DEADMAN.toNanos()) {
      mustStop = true;
      metrics.control().deadmanSwitchTimedOut();
      LOG.log(System.Logger.Level.INFO, "no command in time, the robot is stopped");
    }
    if (mustStop && connected) {
      try {
        send(MotionCommand.STOP, nowNanos);
        moving = false;
        mustStop = false;
      } catch (MotionException e) {
        LOG.log(System.Logger.Level.INFO, "the robot is told again to stop: " + e.getMessage());
      }
    }
  }

  private void send(MotionCommand command, long nowNanos) throws MotionException {
    String type = command.type().label();
    if (!connected) {
      throw failed(type, MotionException.DISCONNECTED);
    }
    byte[] line = (command.toLine() + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] answer;
    try {
      answer = port.exchange(line);
    } catch (SocketTimeoutException e) {
      metrics.driver().commandSent(type, line.length);
      throw failed(type, MotionException.TIMEOUT);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.INFO, "lost the motion driver: " + e.getMessage());
      disconnect(nowNanos);
      throw failed(type, MotionException.DISCONNECTED);
    }
    metrics.driver().commandSent(type, line.length);
    metrics.driver().received(answer.length);
    if (answer[0] != 'O') {
      throw failed(type, MotionException.REFUSED);
    }
  }

  private MotionException failed(String type, String why) {
    metrics.driver().commandFailed(type);
    metrics.errors().error(why, "motion");
    return new MotionException(why);
  }
}
