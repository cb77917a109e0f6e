package dev.tallyman.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ValueCodecTest {
  private static final double[] STRANGE = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Staleness.MARK,
    Double.longBitsToDouble(0x7FF8000000000001L),
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    0x1p53,
    -0x1p53,
    0x1p53 + 2,
    0x1p63,
    -0x1p63,
    0.1,
    1e300
  };

  @Test
  void everyStrangeValueFollowsEveryOther() {
    for (double first : STRANGE) {
      for (double second : STRANGE) {
        for (double third : STRANGE) {
          assertRoundTrip(first, second, third, first, third);
        }
      }
    }
  }

  @RepeatedTest(50)
  void whateverIsWrittenIsRead(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[] values = new double[500];
    double value = 0;
    for (int i = 0; i < values.length; i++) {
      value =
          switch (random.nextInt(8)) {
            case 0 -> STRANGE[random.nextInt(STRANGE.length)];
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> value + random.nextDouble();
            case 3 -> (double) (random.nextLong() >> random.nextInt(64));
            case 4, 5 -> value + random.nextInt(1 << random.nextInt(20));
            default -> value;
          };
      values[i] = value;
    }

    assertRoundTrip(values);
  }

  @Test
  void aCounterThatIsResetIsReadAsItWas() {
    assertRoundTrip(0, 10, 20, 1_000_000, 3, 4, 5, 5, 5, 0, 0.5, 1, 2, 3);
  }

  @Test
  void valuesThatGoOnAsBeforeAreZeroBits() {
    assertThat(bitsOfStep(7, 7)).isEqualTo(1);
    assertThat(bitsOfStep(7, 17, 27)).isEqualTo(1);
    assertThat(bitsOfStep(0.1, 0.1)).isEqualTo(1);
    assertThat(bitsOfStep(3, Staleness.MARK, Staleness.MARK)).isEqualTo(1);
  }

  @Test
  void aDecoderGoesOnWithoutBitsAsWithZeros() {
    BitWriter bits = new BitWriter();
    ValueEncoder encoder = new ValueEncoder();
    ValueDecoder decoder = new ValueDecoder();
    for (double value : new double[] {5, 8, 0.5, 8, 11}) {
      bits.clear();
      encoder.write(value, bits);
      double read = decoder.read(new BitReader(ByteBuffer.wrap(bits.toBytes())));
      assertThat(read).isEqualTo(value);
    }

    assertThat(decoder.readOn()).isEqualTo(14);
    assertThat(decoder.readOn()).isEqualTo(17);
  }

  @Test
  void aSteadyCounterTakesAQuarterOfAByteForEachSample() {
    assertThat(bytesOfAnHour(i -> 1_000 + 3 * i)).isLessThan(40);
    assertThat(bytesOfAnHour(i -> 1_000 + 3 * i + i % 2)).isLessThan(240);
  }

  private static int bytesOfAnHour(DoubleUnaryOperator value) {
    BitWriter bits = new BitWriter();
    ValueEncoder encoder = new ValueEncoder();
    for (int i = 0; i < 240; i++) {
      encoder.write(value.applyAsDouble(i), bits);
    }
    return bits.toBytes().length;
  }

  /** How many bits the last of the values takes, in whole zeros. */
  private static int bitsOfStep(double... values) {
    BitWriter bits = new BitWriter();
    ValueEncoder encoder = new ValueEncoder();
    for (double value : values) {
      bits.clear();
      encoder.write(value, bits);
    }
    assertThat(bits.anySet()).isFalse();
    return bits.toBytes().length;
  }

  private static void assertRoundTrip(double... values) {
    BitWriter bits = new BitWriter();
    ValueEncoder encoder = new ValueEncoder();
    for (double value : values) {
      encoder.write(value, bits);
    }
    BitReader reader = new BitReader(ByteBuffer.wrap(bits.toBytes()));
    ValueDecoder decoder = new ValueDecoder();
    for (int i = 0; i < values.length; i++) {
      assertThat(Double.doubleToRawLongBits(decoder.read(reader)))
          .as("value %d of %s", i, Arrays.toString(values))
          .isEqualTo(Double.doubleToRawLongBits(values[i]));
    }
  }
}
