package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import dev.slipway.testing.ChildJvm;
import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DataDirectoryTests {

  @AutoClose private final GuardedDirectory guarded = GuardedDirectory.create();
  private final Path path = guarded.path().resolve("data");

  @Test
  void aDirectoryIsFreeAgainOnceItIsClosed() throws IOException {
    DataDirectory.open(path, WallClock.system()).close();
    DataDirectory.open(path, WallClock.system()).close();
  }

  @Test
  void theSameProcessCannotTakeADirectoryTwice() throws IOException {
    try (var held = DataDirectory.open(path, WallClock.system())) {
      assertThatThrownBy(() -> DataDirectory.open(path, WallClock.system()))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(held.root()).isDirectory();
    }
  }

  @Test
  void aSecondProcessIsToldWhoHoldsItAndTheLockDiesWithItsHolder() throws Exception {
    Path said = guarded.path().resolve("said");
    Process holder = ChildJvm.start(Holder.class, List.of(path.toString()), said);
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(said).contains("held"));
      assertThatThrownBy(() -> DataDirectory.open(path, WallClock.system()))
          .isInstanceOfSatisfying(
              StartRefused.class,
              refused -> {
                assertThat(refused.reason())
                    .contains("process " + holder.pid(), "since 20", path.toString());
                assertThat(refused.remedy()).contains("SLIPWAY_DATA_DIRECTORY=");
              });
    } finally {
      holder.destroyForcibly().waitFor();
    }
    DataDirectory.open(path, WallClock.system()).close();
  }

  @Test
  void aPathThatIsNoDirectoryIsRefusedWithAWayOut() throws IOException {
    Files.writeString(path, "a file");
    assertThatThrownBy(() -> DataDirectory.open(path, WallClock.system()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("cannot be used");
  }

  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      try (var directory = DataDirectory.open(Path.of(arguments[0]), WallClock.system())) {
        System.out.println("held " + directory.root());
        System.in.read();
      }
    }
  }
}
