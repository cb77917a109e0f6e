package dev.tallyman.examples.bricklayers;

import dev.tallyman.examples.visitors.Site;
import dev.tallyman.examples.visitors.Visitor;
import dev.tallyman.examples.visitors.Visitor.Visit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** People with a 3D printer: most of them do it right. */
final class Printers {
  private static final int FILES_OF_A_CLASS = 6;

  private Printers() {}

  static List<Visitor> all() {
    return List.of(
        visitor("customer 1", 1_500, new Customer()),
        visitor("customer 2", 1_500, new Customer()),
        visitor("customer 3", 1_500, new Customer()),
        visitor("school class", 3_000, seldom(6, schoolClass())),
        visitor("impatient", 3_000, impatient()),
        visitor("lost", 3_000, seldom(2, Printers::lost)),
        visitor("photographer", 3_000, seldom(3, bringing("photo.jpg", Models.small()))),
        visitor("empty-handed", 3_000, seldom(8, bringing("nothing.gcode", new byte[0]))),
        visitor("architect", 3_000, seldom(8, bringing("cathedral.gcode", Models.tooLarge()))),
        visitor("author", 3_000, seldom(12, bringing("g".repeat(300) + ".g", Models.small()))),
        visitor("old printer", 3_000, seldom(10, bringing("old.gco", Models.absolute()))),
        visitor("artist", 3_000, seldom(20, bringing("fan.gcode", Models.endless()))));
  }

  private static Visitor visitor(String name, int pauseMillis, Visit visit) {
    return new Visitor(name, Duration.ofMillis(pauseMillis), visit);
  }

  /** Does something the first time, and then every so many times. */
  private static Visit seldom(int times, Visit visit) {
    AtomicLong visits = new AtomicLong();
    return (site, random) -> {
      if (visits.getAndIncrement() % times == 0) {
        visit.to(site, random);
      } else {
        site.get("/health");
      }
    };
  }

  private static Visit bringing(String name, byte[] file) {
    return (site, random) -> Customer.bring(site, name, file);
  }

  /** Asks for what is not there. */
  private static void lost(Site site, Random random) throws IOException, InterruptedException {
    Customer.statusOf(site, "0".repeat(20));
    Customer.download(site, "0".repeat(20));
  }

  /** Wants its file as soon as it has brought it, and later takes it twice. */
  private static Visit impatient() {
    Deque<String> jobs = new ArrayDeque<>();
    return (site, random) -> {
      for (String job = jobs.poll(); job != null; job = jobs.poll()) {
        Customer.download(site, job);
        Customer.download(site, job);
      }
      String job = Customer.bring(site, "quick.gcode", Models.small());
      Customer.download(site, job);
      jobs.add(job);
    };
  }

  /** Everybody at once; they come for their results when they bring something new. */
  private static Visit schoolClass() {
    Deque<String> jobs = new ArrayDeque<>();
    return (site, random) -> {
      for (String job = jobs.poll(); job != null; job = jobs.poll()) {
        Customer.download(site, job);
      }
      for (int i = 0; i < FILES_OF_A_CLASS; i++) {
        jobs.add(Customer.bring(site, "pupil-" + i + ".gcode", Models.small()));
      }
    };
  }
}
