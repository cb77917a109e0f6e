package dev.tallyman.instrumentation.system;

/** How the processes of many workers are shown. */
public enum ProcessScope {
  /** All workers as one service: what they take together. */
  TOGETHER,
  /** Every worker for itself, told apart by the label {@code pid}. */
  EACH
}
