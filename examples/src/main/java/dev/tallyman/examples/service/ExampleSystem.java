package dev.tallyman.examples.service;

import dev.tallyman.examples.visitors.Visitor;
import java.util.List;

/**
 * One of the five systems.
 *
 * <p>Threading: each method once in a process.
 */
public interface ExampleSystem {
  /**
   * Registers the metrics, opens what this worker needs and adds what it serves to its routes.
   *
   * @throws Exception if it can't be opened; the process ends
   */
  void open(Worker worker) throws Exception;

  /** Those who keep the service busy. Each goes on for as long as the service is there. */
  List<Visitor> visitors();
}
