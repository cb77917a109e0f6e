package dev.tallyman.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.model.LossCounts;

/** The entry that says what all the dead had to leave out. */
final class LossesEntry {
  static final byte[] KEY = "losses".getBytes(UTF_8);

  private LossesEntry() {}

  static byte[] value(LossCounts losses) {
    return new Encoder().putLong(losses.dropped()).putLong(losses.overLimit()).toValue(KEY);
  }

  static LossCounts decode(byte[] value) {
    Decoder from = new Decoder().ofValue(KEY, value);
    return new LossCounts(from.getLong(), from.getLong(), 0);
  }
}
