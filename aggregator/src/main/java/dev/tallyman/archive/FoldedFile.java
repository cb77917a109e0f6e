package dev.tallyman.archive;

import dev.tallyman.model.FileId;
import java.util.UUID;

/**
 * A file whose counts have been folded.
 *
 * @param id which file; those of earlier generations are in it
 * @param foldedMillis when, in milliseconds since the epoch
 * @param stored whether it stands on disk that it was
 */
record FoldedFile(FileId id, long foldedMillis, boolean stored) {
  byte[] key() {
    return new Encoder().put(id.origin()).toKey();
  }

  byte[] value() {
    return new Encoder().putLong(id.generation()).putLong(foldedMillis).toValue(key());
  }

  static FoldedFile decode(byte[] key, byte[] value, Decoder from) {
    UUID origin = from.ofKey(key).getId();
    long generation = from.ofValue(key, value).getLong();
    return new FoldedFile(new FileId(origin, generation), from.getLong(), true);
  }

  FoldedFile asStored() {
    return new FoldedFile(id, foldedMillis, true);
  }
}
