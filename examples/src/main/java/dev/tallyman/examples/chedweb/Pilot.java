package dev.tallyman.examples.chedweb;

import dev.tallyman.examples.visitors.Site;
import dev.tallyman.examples.visitors.Visitor;
import java.io.IOException;
import java.util.Random;
import java.util.UUID;

/**
 * Drives the robot over a data channel, again and again, and does wrong in turn what one can do
 * wrong.
 *
 * <p>Threading: one thread at a time.
 */
final class Pilot implements Visitor.Visit {
  private static final int TURNS = 24;
  private static final int COMMANDS = 8;
  private static final long HEARTBEAT_MILLIS = 120;
  private static final long SILENCE_MILLIS = 2_000;

  private int turn;

  @Override
  public void to(Site site, Random random) throws IOException, InterruptedException {
    switch (turn++ % TURNS) {
      case 0, 13 -> driveAndVanish(site, random);
      case 1 -> site.post("/api/offer", "{\"type\": \"offer\", \"sdp\": \"hello\"}");
      case 2 -> Ride.offer(site); // And never opens the channel.
      case 3 -> openWithoutCandidates(site);
      case 4 -> openUnknown(site);
      case 8, 18 -> driveAndForgetToStop(site, random);
      default -> driveAndStop(site, random);
    }
  }

  private static void driveAndStop(Site site, Random random)
      throws IOException, InterruptedException {
    try (Ride ride = Ride.begin(site)) {
      drive(ride, random);
      ride.send("{\"type\": \"stop\"}");
    }
  }

  private static void driveAndForgetToStop(Site site, Random random)
      throws IOException, InterruptedException {
    try (Ride ride = Ride.begin(site)) {
      drive(ride, random);
      ride.send("stop!");
      boolean unused = ride.isClosedWithin(SILENCE_MILLIS);
    }
  }

  private static void driveAndVanish(Site site, Random random)
      throws IOException, InterruptedException {
    try (Ride ride = Ride.begin(site)) {
      drive(ride, random);
      ride.vanish();
    }
  }

  private static void openWithoutCandidates(Site site) throws IOException, InterruptedException {
    String peer = Ride.offer(site);
    if (peer != null) {
      Ride.open(site, peer).close();
    }
  }

  private static void openUnknown(Site site) throws IOException, InterruptedException {
    String nobody = UUID.nameUUIDFromBytes(new byte[] {0}).toString();
    site.post("/api/ice/" + nobody, "candidate:1");
    Ride.open(site, nobody).close();
  }

  private static void drive(Ride ride, Random random) throws IOException, InterruptedException {
    for (int i = 0; i < COMMANDS; i++) {
      int left = random.nextInt(100);
      int right = random.nextInt(100);
      String type = Math.abs(left - right) > 60 ? "turn" : "move";
      ride.send("{\"type\": \"" + type + "\", \"left\": " + left + ", \"right\": " + right + "}");
      if (ride.isClosedWithin(HEARTBEAT_MILLIS)) {
        return;
      }
    }
  }
}
