package dev.slipway.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JournalTests {

  @TempDir private Path directory;

  @Test
  void documentsSurviveWithoutBeingClosedInTheOrderOfTheirKeys() throws IOException {
    Journal journal = Journal.open(directory);
    journal.put("a", "2", number(1));
    journal.put("a", "1", number(2));
    journal.put("a", "2", number(3));
    journal.put("b", "gone", number(4));
    journal.remove("b", "gone");
    Path copy = Files.createDirectory(directory.resolve("as-killed"));
    Files.copy(directory.resolve("journal.jsonl"), copy.resolve("journal.jsonl"));

    try (Journal again = Journal.open(copy)) {
      assertThat(again.all("a").keySet()).containsExactly("2", "1");
      assertThat(again.all("a").get("2")).isEqualTo(number(3));
      assertThat(again.all("b")).isEmpty();
      assertThat(again.kinds()).containsExactly("a");
    }
    journal.close();
  }

  @Test
  void aHalfWrittenLastLineIsDropped() throws IOException {
    try (Journal journal = Journal.open(directory)) {
      journal.put("a", "1", number(1));
    }
    Files.writeString(
        directory.resolve("journal.jsonl"),
        "{\"kind\":\"a\",\"key\":\"2\",\"docu",
        StandardOpenOption.APPEND);

    try (Journal journal = Journal.open(directory)) {
      assertThat(journal.all("a").keySet()).containsExactly("1");
      journal.put("a", "3", number(3));
    }
    try (Journal journal = Journal.open(directory)) {
      assertThat(journal.all("a").keySet()).containsExactly("1", "3");
    }
  }

  @Test
  void onlyOneMayHaveTheDirectory() {
    try (Journal journal = Journal.open(directory)) {
      assertThatThrownBy(() -> Journal.open(directory))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another simulator");
      assertThat(journal.kinds()).isEmpty();
    }
    Journal.open(directory).close();
  }

  @Test
  void itRemembersWhenItWasLastWritten() {
    Instant now = Instant.parse("2026-03-01T10:00:00.123Z");
    try (Journal journal = Journal.open(directory)) {
      assertThat(journal.lastKnown()).isEmpty();
      journal.stamp(() -> now);
      journal.tick();
    }
    try (Journal journal = Journal.open(directory)) {
      assertThat(journal.lastKnown()).contains(now);
    }
  }

  @Test
  void aLongPastIsLeftBehind() throws IOException {
    try (Journal journal = Journal.open(directory)) {
      for (int i = 0; i < 50_000; i++) {
        journal.put("a", "1", number(i));
      }
      try (var lines = Files.lines(directory.resolve("journal.jsonl"))) {
        assertThat(lines.count()).isLessThan(25_000);
      }
      assertThat(journal.all("a").get("1")).isEqualTo(number(49_999));
    }
  }

  @Test
  void aDocumentThatIsChangedAfterwardsIsNotChangedInTheJournal() {
    try (Journal journal = Journal.inMemory()) {
      ObjectNode document = JsonNodeFactory.instance.objectNode().put("n", 1);
      journal.put("a", "1", document);
      document.put("n", 2);
      assertThat(journal.all("a").get("1")).isEqualTo(number(1));
    }
  }

  private static JsonNode number(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }
}
