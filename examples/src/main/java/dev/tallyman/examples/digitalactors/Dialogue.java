package dev.tallyman.examples.digitalactors;

import dev.tallyman.instrumentation.models.ModelCallMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;

/**
 * What becomes of a message: it is noted, thought about, spoken and remembered.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link NoAnswerException}, which says what failed.
 */
final class Dialogue {
  private static final int REMEMBERED = 10;

  private final History history;
  private final ModelCallMetrics calls;
  private final SimulatedVoice voice = new SimulatedVoice();

  Dialogue(History history, ModelCallMetrics calls) {
    this.history = history;
    this.calls = calls;
  }

  /**
   * An answer.
   *
   * @param text its words
   * @param speech its sound
   */
  record Answer(String text, ByteBuffer speech) {}

  /** Answers as the character. */
  Answer answer(Message message, Role role) throws NoAnswerException {
    List<String> past = remember(message);
    String text = think(message, role, past);
    ByteBuffer speech = speak(text);
    note(message, text);
    return new Answer(text, speech);
  }

  private List<String> remember(Message message) throws NoAnswerException {
    try {
      history.ask(message);
      return history.answers(message, REMEMBERED);
    } catch (SQLException e) {
      throw new NoAnswerException(Fault.DATABASE, e);
    }
  }

  private String think(Message message, Role role, List<String> past) throws NoAnswerException {
    SimulatedModel model = role.model();
    try {
      return calls.llm(
          model.provider(), model.name(), () -> model.complete(role.lines(), past, message.text()));
    } catch (IOException e) {
      throw new NoAnswerException(Fault.LLM, e);
    }
  }

  private ByteBuffer speak(String text) throws NoAnswerException {
    try {
      return calls.tts(() -> voice.speak(text));
    } catch (IOException e) {
      throw new NoAnswerException(Fault.TTS, e);
    }
  }

  private void note(Message message, String text) throws NoAnswerException {
    try {
      history.answer(message.id(), text);
    } catch (SQLException e) {
      throw new NoAnswerException(Fault.DATABASE, e);
    }
  }
}
