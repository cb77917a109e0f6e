package dev.tallyman.examples.chedweb;

import dev.tallyman.examples.visitors.Site;
import dev.tallyman.examples.visitors.Visitor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Those who use the robot: pilots, people who look on, and people who play with the camera. */
final class RobotVisitors {
  private static final List<String> SETTINGS =
      List.of(
          "{\"enabled\": false}",
          "{\"enabled\": true}",
          "{\"brightness\": 60}",
          "{\"width\": 320, \"height\": 240}",
          "{\"brightness\": 900}",
          "{\"framerate\": 8}",
          "{\"zoom\": 2}",
          "{\"brightness\": 50}",
          "{\"width\": 640, \"height\": 480}",
          "{\"framerate\": 10}",
          "{\"brightness\": 70}",
          "{\"framerate\": 12}",
          "{\"width\": 1280, \"height\": 720}",
          "{\"framerate\": 60}",
          "{\"brightness\": 40}",
          "{\"framerate\": 10}",
          "{\"brightness\": 50}",
          "{\"width\": 640, \"height\": 480}");

  private static final List<String> COMMANDS =
      List.of(
          "{\"type\": \"stop\"}",
          "{\"type\": \"fly\"}",
          "{\"type\": \"turn\", \"left\": -20, \"right\": 20}",
          "{\"type\": \"stop\"}",
          "{\"type\": \"move\", \"left\": 400, \"right\": 400}",
          "{\"type\": \"stop\"}");

  private RobotVisitors() {}

  static List<Visitor> all() {
    return List.of(
        new Visitor("pilot", Duration.ofMillis(400), new Pilot()),
        new Visitor("passenger", Duration.ofSeconds(2), RobotVisitors::rideAlong),
        inTurn("remote control", 1_200, "/api/command", COMMANDS),
        inTurn("camera settings", 1_000, "/api/camera", SETTINGS),
        reader("viewer", 1_000, "/api/camera/frame"),
        reader("status", 900, "/api/status"),
        reader("settings", 2_500, "/api/camera"),
        reader("health", 2_000, "/health"),
        reader("scanner", 6_000, "/wp-login.php"),
        reader("stray", 6_000, "/api/command"));
  }

  private static Visitor reader(String name, int pauseMillis, String path) {
    return new Visitor(name, Duration.ofMillis(pauseMillis), (site, random) -> site.get(path));
  }

  /** Sends one after the other, and begins anew. */
  private static Visitor inTurn(String name, int pauseMillis, String path, List<String> bodies) {
    int[] visits = {0};
    return new Visitor(
        name,
        Duration.ofMillis(pauseMillis),
        (site, random) -> site.post(path, bodies.get(visits[0]++ % bodies.size())));
  }

  private static void rideAlong(Site site, Random random) throws IOException, InterruptedException {
    try (Ride ride = Ride.begin(site)) {
      boolean unused = ride.isClosedWithin(5_000);
    }
  }
}
