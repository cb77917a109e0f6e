package dev.tallyman.scan;

import java.util.Arrays;
import java.util.Random;

/** Ways in which a file can be spoilt. */
enum Mutation {
  FLIP_BITS {
    @Override
    byte[] apply(byte[] sound, Random random) {
      byte[] bytes = sound.clone();
      for (int i = 0; i <= random.nextInt(8); i++) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      }
      return bytes;
    }
  },
  FLIP_HEADER_BITS {
    @Override
    byte[] apply(byte[] sound, Random random) {
      byte[] bytes = sound.clone();
      bytes[random.nextInt(512)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      return bytes;
    }
  },
  CUT {
    @Override
    byte[] apply(byte[] sound, Random random) {
      return Arrays.copyOf(sound, random.nextInt(sound.length));
    }
  },
  GROW {
    @Override
    byte[] apply(byte[] sound, Random random) {
      byte[] bytes = Arrays.copyOf(sound, sound.length + 1 + random.nextInt(4096));
      for (int i = sound.length; i < bytes.length; i++) {
        bytes[i] = (byte) random.nextInt();
      }
      return bytes;
    }
  },
  OVERWRITE {
    @Override
    byte[] apply(byte[] sound, Random random) {
      byte[] bytes = sound.clone();
      int from = random.nextInt(bytes.length);
      byte[] noise = new byte[Math.min(bytes.length - from, 1 + random.nextInt(256))];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, bytes, from, noise.length);
      return bytes;
    }
  },
  MOVE_PIECE {
    @Override
    byte[] apply(byte[] sound, Random random) {
      byte[] bytes = sound.clone();
      int length = 1 + random.nextInt(512);
      int from = random.nextInt(bytes.length - length);
      int to = random.nextInt(bytes.length - length);
      System.arraycopy(sound, from, bytes, to, length);
      return bytes;
    }
  },
  RANDOM {
    @Override
    byte[] apply(byte[] sound, Random random) {
      byte[] bytes = new byte[random.nextInt(sound.length)];
      random.nextBytes(bytes);
      return bytes;
    }
  };

  abstract byte[] apply(byte[] sound, Random random);
}
