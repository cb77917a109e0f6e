package dev.tallyman.examples.digitalactors;

import java.util.Locale;

/** Why a message gets no answer. */
enum Fault {
  /** It is none, or names what there is not. */
  VALIDATION,
  /** The model failed, refused or took too long. */
  LLM,
  /** There is no speech. */
  TTS,
  /** The history could not be read or written. */
  DATABASE;

  /** What it is called in metrics and answers. */
  String type() {
    return name().toLowerCase(Locale.ROOT);
  }
}
