package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreflightTest {
  @TempDir private Path temporary;

  @Test
  void aTakenPortIsRefused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> Preflight.requireFreePort("--port=" + port, "127.0.0.1", port))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith(
              "--port=" + port + " can't be listened on: 127.0.0.1:" + port + ": ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aFreePortIsNotRefusedAndStaysFree() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Preflight.requireFreePort("--port", "127.0.0.1", port);
    Preflight.requireFreePort("--port", "127.0.0.1", port);
  }

  @Test
  void anUnknownHostIsRefused() {
    assertThatThrownBy(() -> Preflight.requireKnownHost("--host=a b", "a b"))
        .hasMessage("--host=a b is not a known host");
  }

  @Test
  void aMissingDirectoryIsMadeForItsOwnerAlone() throws Exception {
    Path missing = temporary.resolve("a/b");

    Preflight.requireWritableDirectory("--dir", missing);

    assertThat(missing).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)))
        .isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatIsThereIsLeftAsItIs() throws Exception {
    Files.createFile(temporary.resolve("kept"));

    Preflight.requireWritableDirectory("--dir", temporary);

    assertThat(temporary).isDirectoryContaining("glob:**/kept");
    try (var files = Files.list(temporary)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    for (Path wrong : List.of(file, file.resolve("below"), Path.of("/proc/tallyman"))) {
      assertThatThrownBy(() -> Preflight.requireWritableDirectory("--dir=" + wrong, wrong))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith("--dir=" + wrong + " can't be written to: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aLinkToADirectoryIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);

    assertThatThrownBy(() -> Preflight.requireWritableDirectory("--dir=link", link))
        .hasMessage("--dir=link is a symbolic link, and none is followed");
  }

  @Test
  void aProgramIsFoundByPathOrByName() throws IOException {
    Path program = Files.createFile(temporary.resolve("program"));

    assertThatThrownBy(() -> require(program.toString()))
        .hasMessage(program + ": not executable: " + program);
    assertThatThrownBy(() -> require("program")).hasMessageStartingWith("program: not executable:");
    assertThatThrownBy(() -> require("no-such-program"))
        .hasMessage("no-such-program: command not found");
    assertThatThrownBy(() -> require(temporary.toString())).hasMessageEndingWith("not found");

    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    assertThatCode(() -> require(program.toString())).doesNotThrowAnyException();
    assertThatCode(() -> require("program")).doesNotThrowAnyException();
  }

  private void require(String program) throws RefusedException {
    Preflight.requireProgram(List.of(program), "/no/such/place:" + temporary);
  }
}
