package dev.tallyman.aggregator;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.scan.SkippedFile;
import java.util.List;

/** Names the files that the last scan skipped, the first of them, as a metric. */
final class SkippedFiles implements FamilyView {
  private static final int FILES_NAMED = 100;
  private static final Family FAMILY =
      Family.gauge(
          "tallyman_skipped_file",
          GaugeMode.MAX,
          "A file that could not be read, by name and reason; at most 100 of them.",
          List.of("file", "reason"));

  private List<Named> named = List.of();

  void scanned(List<SkippedFile> skipped) {
    named = skipped.stream().limit(FILES_NAMED).map(Named::of).distinct().toList();
  }

  @Override
  public Family family() {
    return FAMILY;
  }

  @Override
  public List<Named> series() {
    return named;
  }

  /** One file; its value is always 1. */
  record Named(Labels labels) implements SeriesView {
    static Named of(SkippedFile file) {
      String name = String.valueOf(file.path().getFileName());
      return new Named(new Labels(FAMILY.labelNames(), List.of(name, file.reason())));
    }

    @Override
    public double value() {
      return 1;
    }

    @Override
    public long count() {
      return 0;
    }

    @Override
    public double sum() {
      return 0;
    }

    @Override
    public long bucketCount(int bucket) {
      return 0;
    }

    @Override
    public boolean stateOn(int state) {
      return false;
    }

    @Override
    public long createdMillis() {
      return 0;
    }
  }
}
