package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of itself. */
class HelpTests {

  @TempDir Path home;

  @Test
  void everyCommandIsInTheHelpWithExamplesOfItsOwn() {
    Ran all = Terminal.unknown(home).type("--help");
    assertThat(all.exit()).isZero();
    List<String> commands =
        Pattern.compile("(?m)^  ([a-z]+) {2,}[A-Z]")
            .matcher(all.out())
            .results()
            .map((MatchResult line) -> line.group(1))
            .filter(name -> !List.of("serve", "simulator").contains(name))
            .toList();
    assertThat(commands).hasSizeGreaterThan(20);
    for (String command : commands) {
      Ran help = Terminal.unknown(home).run(command, "--help");
      assertThat(help.exit()).as(command).isZero();
      assertThat(help.out()).contains("Usage: slipway " + command, "Example");
      assertThat(help.out().lines()).allMatch(line -> line.length() <= 120);
    }
  }

  @Test
  void coloursAreForPeopleWhoWantThem() {
    assertThat(Terminal.unknown(home).watched().type("--help").out()).contains("\u001b[");
    assertThat(Terminal.unknown(home).watched().with("NO_COLOR", "1").type("--help").out())
        .doesNotContain("\u001b[");
    assertThat(Terminal.unknown(home).type("--help").out()).doesNotContain("\u001b[");
  }

  @Test
  void theVersionIsSaid() {
    assertThat(Terminal.unknown(home).type("--version").out()).startsWith("slipway ");
  }

  @Test
  void theCompletionIsAScriptThatBashUnderstands() throws Exception {
    String script = Terminal.unknown(home).type("completion bash").out();
    assertThat(script).contains("promote", "--idempotency-key");
    Path file = Files.writeString(home.resolve("completion"), script);
    assertThat(ends("bash", "-n", file.toString())).isZero();
    assertThat(Terminal.unknown(home).type("completion zsh").out()).contains("compinit");
    assertThat(Terminal.unknown(home).type("completion fish").exit()).isEqualTo(2);
  }

  private static int ends(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void settingsOfTheServiceAreNoCommands() {
    assertThat(Client.takes("status")).isTrue();
    assertThat(Client.takes("--help")).isTrue();
    assertThat(Client.takes("--url")).isTrue();
    assertThat(Client.takes("")).isFalse();
    assertThat(Client.takes("--server.port=0")).isFalse();
    assertThat(Client.takes("--debug")).isFalse();
  }
}
