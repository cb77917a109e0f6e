package dev.tallyman.examples.chedweb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * A camera that is not there. Its pictures are real ones (portable graymaps, a bar that wanders
 * before a gradient), and like a cheap camera on a long cable it loses a frame now and then.
 *
 * <p>Threading: one thread at a time.
 */
final class SimulatedCamera {
  private static final double LOST = 0.02;
  private static final int BAR = 24;
  private static final int STEP = 8;

  private final Random random = new Random(7);
  private int frames;

  /**
   * Takes a picture.
   *
   * @throws IOException if the frame was lost on its way
   */
  byte[] capture(CameraSettings settings) throws IOException {
    frames++;
    if (random.nextDouble() < LOST) {
      throw new IOException("frame lost: number=" + frames);
    }
    int width = settings.width();
    int height = settings.height();
    byte[] header = ("P5\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII);
    byte[] picture = Arrays.copyOf(header, header.length + width * height);
    int bar = frames * STEP % (width - BAR);
    for (int y = 0; y < height; y++) {
      int row = header.length + y * width;
      int gray = (255 * y / height + settings.brightness()) / 2;
      Arrays.fill(picture, row, row + width, (byte) gray);
      Arrays.fill(picture, row + bar, row + bar + BAR, (byte) 255);
    }
    return picture;
  }
}
