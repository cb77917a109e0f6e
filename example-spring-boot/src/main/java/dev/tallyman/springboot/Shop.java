package dev.tallyman.springboot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A shop that takes orders.
 *
 * <p>Threading: safe for all threads.
 */
@SpringBootApplication
@RestController
public class Shop {
  private final Counter pieces;
  private final Timer packing;

  /** A shop that has sold nothing yet. */
  public Shop(MeterRegistry meters) {
    this.pieces = Counter.builder("shop.pieces").description("Pieces sold.").register(meters);
    this.packing = Timer.builder("shop.packing").description("Packing.").register(meters);
  }

  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  /** Takes an order. */
  @GetMapping("/orders/{count}")
  public String order(@PathVariable int count) {
    pieces.increment(count);
    packing.record(Duration.ofMillis(count));
    return "sold " + count;
  }
}
