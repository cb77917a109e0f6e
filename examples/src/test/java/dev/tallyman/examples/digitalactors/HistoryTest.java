package dev.tallyman.examples.digitalactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private final List<String> operations = new CopyOnWriteArrayList<>();

  @TempDir Path directory;
  private History history;

  @BeforeEach
  void open() throws Exception {
    history = History.open(directory, (operation, nanos) -> operations.add(operation));
  }

  @AfterEach
  void close() {
    history.close();
  }

  @Test
  void onlyWhatWasAnsweredIsRememberedAndOnlyInItsConversation() throws Exception {
    history.ask(message("1", "ann", "clara"));
    history.answer("1", "first");
    history.ask(message("2", "ann", "clara"));
    history.answer("2", "second");
    history.ask(message("3", "ann", "clara"));
    history.ask(message("4", "bob", "clara"));
    history.answer("4", "not for ann");

    assertThat(history.answers(message("5", "ann", "clara"), 10))
        .containsExactly("second", "first");
    assertThat(history.answers(message("5", "ann", "clara"), 1)).containsExactly("second");
    assertThat(history.answers(message("5", "ann", "hector"), 10)).isEmpty();
  }

  @Test
  void aMessageThatIsSentTwiceIsRefused() throws Exception {
    history.ask(message("1", "ann", "clara"));

    assertThatThrownBy(() -> history.ask(message("1", "ann", "clara")))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void whoOpensItNextFindsWhatWasSaid() throws Exception {
    history.ask(message("1", "ann", "clara"));
    history.answer("1", "first");
    history.close();

    open();

    assertThat(history.answers(message("2", "ann", "clara"), 10)).containsExactly("first");
  }

  @Test
  void whatIsOldIsForgottenAndWhatIsNotStays() throws Exception {
    history.ask(message("1", "ann", "clara"));

    assertThat(history.forget(Instant.now().minusSeconds(60))).isZero();
    assertThat(history.forget(Instant.now().plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void queriesAreToldAndTheMakingOfTablesIsNot() throws Exception {
    history.ask(message("1", "ann", "clara"));
    history.answers(message("1", "ann", "clara"), 10);
    history.answer("1", "first");
    history.forget(Instant.EPOCH);

    assertThat(operations).containsExactly("insert", "select", "update", "delete");
  }

  private static Message message(String id, String visitor, String character) {
    return new Message(id, visitor, "office", character, "Who are you?");
  }
}
