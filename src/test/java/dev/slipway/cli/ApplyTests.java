package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Conforming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments from files: made, changed, left alone, and shown before any of it. */
@Conforming
class ApplyTests {

  private static final String PROD =
      """
      # What our production asks for.
      name: %s
      preset: article
      profile:
        location: {account_id: "123456789012", region: us-east-1}
        execution_role: {managed: true}
        hosting:
          instance_type: ml.c5.xlarge
          instance_count: 2
        autoscaling: {min_instances: 2, max_instances: 10}
        container_environment: {API_KEY: hush-4711}
        tags: {team: payments}
      """;

  @AutoClose private static final ApiServer api = ApiServer.start();
  @TempDir static Path home;

  private static Terminal terminal() {
    return Terminal.at(api, home);
  }

  private static void applied(String profile) throws IOException {
    Ran ran = terminal().run("apply", "-f", file(profile));
    assertThat(ran.exit()).as(ran.err()).isZero();
  }

  private static String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(home, "profile", ".yaml"), content).toString();
  }

  @Test
  void whatIsAppliedTwiceChangesNothingTheSecondTime() throws IOException {
    String file = file(PROD.formatted("twice"));
    Ran dry = terminal().run("apply", "-f", file, "--dry-run");
    assertThat(dry.exit()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("twice would be created:", "+  hosting.instance_type", "ml.c5.xlarge");
    assertThat(api.get("/v1/environments/twice").status()).isEqualTo(404);

    Ran first = terminal().run("apply", "-f", file);
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).contains("twice is created:");
    Ran second = terminal().run("apply", "-f", file);
    assertThat(second.out()).isEqualTo("twice: no changes.\n");
    assertThat(api.get("/v1/environments/twice").at("/revision")).isEqualTo("1");
  }

  @Test
  void aChangeIsShownFieldByFieldAndLeavesOutWhatTheFileDoes() throws IOException {
    applied(PROD.formatted("changed"));
    String change =
        """
        name: changed
        profile:
          hosting: {instance_count: 4}
          autoscaling: null
          container_environment: {API_KEY: hush-4712}
          tags: {owner: fraud}
        """;
    Ran dry = terminal().run("apply", "-f", file(change), "--dry-run");
    assertThat(dry.out().lines())
        .anyMatch(line -> line.matches(" *~ +hosting.instance_count +2 → 4"))
        .anyMatch(line -> line.matches(" *~ +container_environment.API_KEY +\\(hidden\\) → .*"))
        .anyMatch(line -> line.matches(" *\\+ +tags.owner +fraud"))
        .anyMatch(line -> line.matches(" *- +autoscaling.*"))
        .noneMatch(line -> line.contains("instance_type"));
    assertThat(dry.out()).doesNotContain("hush");
    Ran json = terminal().run("apply", "-f", file(change), "--dry-run", "-o", "json");
    assertThat(json.json().at("/items/0/changed").asBoolean()).isTrue();
    assertThat(json.out()).contains("hosting.instance_count").doesNotContain("hush");
    assertThat(api.get("/v1/environments/changed").at("/revision")).isEqualTo("1");

    assertThat(terminal().run("apply", "-f", file(change)).exit()).isZero();
    assertThat(api.get("/v1/environments/changed").at("/profile/hosting/instance_count"))
        .isEqualTo("4");
    assertThat(api.get("/v1/environments/changed").at("/profile/tags/team")).isEqualTo("payments");
    assertThat(terminal().run("apply", "-f", file(change)).out()).contains("no changes");
  }

  @Test
  void whatIsShownCanBeApplied() throws IOException {
    applied(PROD.formatted("shown"));
    Ran shown = terminal().type("environments shown");
    assertThat(shown.out()).contains("name: shown", "account_id: \"123456789012\"");
    Ran applied = terminal().reading(shown.out()).type("apply -f -");
    assertThat(applied.out()).as(applied.err()).isEqualTo("shown: no changes.\n");
  }

  @Test
  void whatIsShownMakesItsLikeUnderAnotherName() throws IOException {
    applied(PROD.formatted("shown-first"));
    String shown = terminal().type("environments shown-first").out();
    assertThat(shown).contains("judge: null", "smoke_test: null");
    Ran like = terminal().reading(shown.replace("shown-first", "its-like")).type("apply -f -");
    assertThat(like.exit()).as(like.err()).isZero();
    assertThat(api.get("/v1/environments/its-like").json().path("profile"))
        .isEqualTo(api.get("/v1/environments/shown-first").json().path("profile"));
  }

  @Test
  void aNewOneIsShownWithWhatItsPresetGave() throws IOException {
    String file =
        file(
            PROD.formatted("whole")
                .replace("article", "guarded")
                .replace("{min_instances: 2, max_instances: 10}", "null"));
    Ran dry = terminal().run("apply", "-f", file, "--dry-run");
    assertThat(dry.exit()).as(dry.err()).isZero();
    Ran made = terminal().run("apply", "-f", file);
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(dry.out()).isEqualTo(made.out().replace("is created", "would be created"));
    assertThat(made.out().lines())
        .anyMatch(line -> line.matches(" *\\+ +smoke_test.on_fail +ABORT"))
        .anyMatch(line -> line.matches(" *\\+ +rollout.wait_interval_seconds +900"))
        .noneMatch(line -> line.contains("artifact_mappings"));
    assertThat(made.out()).doesNotContain("hush");
  }

  @Test
  void aCheckThatIsTurnedOnByAnEmptyObjectIsShownAndTurnedOn() throws IOException {
    applied(PROD.formatted("unjudged"));
    String file = file("name: unjudged\nprofile: {judge: {}, keep_releases: 8}\n");
    Ran dry = terminal().run("apply", "-f", file, "--dry-run");
    assertThat(dry.out().lines())
        .anyMatch(line -> line.matches(" *\\+ +judge.on_fail +ABORT"))
        .anyMatch(line -> line.matches(" *~ +keep_releases .*8"));
    assertThat(api.get("/v1/environments/unjudged").at("/revision")).isEqualTo("1");
    Ran ran = terminal().run("apply", "-f", file);
    assertThat(ran.out()).isEqualTo(dry.out().replace("would change", "changes"));
    assertThat(api.get("/v1/environments/unjudged").at("/profile/judge/on_fail"))
        .isEqualTo("ABORT");
  }

  @Test
  void aDryRunIsRefusedWhatTheRunWouldBe() throws IOException {
    applied(PROD.formatted("checked"));
    for (String wrong :
        new String[] {
          "name: checked\nprofile: {hosting: {instance_count: -4}}\n",
          "name: checked\nprofile: {unknown_field: 1}\n",
          PROD.formatted("\"un?known\""),
        }) {
      Ran dry = terminal().run("apply", "-f", file(wrong), "--dry-run");
      assertThat(dry.exit()).as(wrong).isEqualTo(2);
      assertThat(terminal().run("apply", "-f", file(wrong)).err())
          .startsWith(dry.err().lines().findFirst().orElseThrow());
    }
    assertThat(api.get("/v1/environments/checked").at("/revision")).isEqualTo("1");
  }

  @Test
  void aDryRunOfAChainGoesByWhatItWouldMakeItself() throws IOException {
    String chain =
        PROD.formatted("chain-dev")
            + "---\n"
            + PROD.formatted("chain-prod")
                .replace("profile:\n", "profile:\n  predecessor: chain-dev\n");
    Ran dry = terminal().run("apply", "-f", file(chain), "--dry-run");
    assertThat(dry.exit()).as(dry.err()).isZero();
    assertThat(dry.out().lines()).anyMatch(line -> line.matches(" *\\+ +predecessor +chain-dev"));
    Ran ran = terminal().run("apply", "-f", file(chain));
    assertThat(ran.out()).isEqualTo(dry.out().replace("would be created", "is created"));
  }

  @Test
  void aDryRunLaysLaterDocumentsOverEarlierOnesAndGoesByWhatTheyMake() throws IOException {
    applied(PROD.formatted("late-prod"));
    String files =
        PROD.formatted("late-dev")
            + "---\nname: late-dev\nprofile: {keep_releases: 7}\n"
            + "---\nname: late-prod\nprofile: {predecessor: late-dev}\n";
    Ran dry = terminal().run("apply", "-f", file(files), "--dry-run");
    assertThat(dry.exit()).as(dry.err()).isZero();
    assertThat(dry.out().lines())
        .anyMatch(line -> line.matches(" *\\+ +keep_releases +7"))
        .anyMatch(line -> line.matches(" *\\+ +predecessor +late-dev"));
    assertThat(terminal().run("apply", "-f", file(files)).exit()).isZero();
  }

  @Test
  void aDryRunChangesNothingAtAServiceThatKnowsOfNone() throws IOException {
    applied(PROD.formatted("old-known"));
    String change = file("name: old-known\nprofile: {keep_releases: 8}\n");
    String addition = file(PROD.formatted("old-new"));
    try (var older = OlderService.without("dry_run", api)) {
      Terminal terminal = Terminal.unknown(home).as(older.uri(), ApiServer.TOKEN);
      for (String file : new String[] {change, addition}) {
        Ran dry = terminal.run("apply", "-f", file, "--dry-run");
        assertThat(dry.exit()).as(dry.err()).isEqualTo(4);
        assertThat(dry.err()).contains("too old for dry runs", "Nothing was changed.");
      }
      assertThat(api.get("/v1/environments/old-known").at("/revision")).isEqualTo("1");
      assertThat(api.get("/v1/environments/old-new").status()).isEqualTo(404);
      assertThat(terminal.run("apply", "-f", change).out()).contains("old-known changes:");
    }
  }

  @Test
  void aFileMayHoldSeveralAndAMistakeInOneChangesNone() throws IOException {
    String both = PROD.formatted("one") + "---\n" + PROD.formatted("two");
    Ran wrong = terminal().run("apply", "-f", file(both), "-f", file("name: three\nprofil: {}"));
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("an environment has a name and a profile");
    assertThat(api.get("/v1/environments/one").status()).isEqualTo(404);
    Ran right = terminal().run("apply", "-f", file(both), "--idempotency-key", "run-4711");
    assertThat(right.err()).isEmpty();
    assertThat(right.out()).contains("one is created", "two is created");
    Ran list = terminal().type("environments");
    assertThat(list.out()).contains("ENVIRONMENT", "one", "two", "CANARY");
  }

  @Test
  void whatIsNoYamlOrNoProfileIsSaidWithItsPlace() throws IOException {
    Ran broken = terminal().run("apply", "-f", file("name: [\nprofile: }"));
    assertThat(broken.exit()).isEqualTo(2);
    assertThat(broken.err()).contains("is no YAML", "line 2");
    Ran twice = terminal().run("apply", "-f", file("name: a\nname: b\nprofile: {}"));
    assertThat(twice.exit()).isEqualTo(2);
    Ran absent = terminal().type("apply -f nowhere.yaml");
    assertThat(absent.exit()).isEqualTo(2);
    assertThat(absent.err()).contains("nowhere.yaml cannot be read");
    Ran odd =
        terminal().run("apply", "-f", file(PROD.formatted("odd").replace("ml.c5.xlarge", "huge")));
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err()).contains("/profile/hosting/instance_type");
  }

  @Test
  void aVersionIsRegisteredOnceAndTheSameAgainIsFine() {
    String image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0";
    String line =
        "register scorer v1 --image %s --artifact s3://models/scorer/v1/model.tar.gz --env A=b"
            .formatted(image);
    Ran without = terminal().type(line);
    assertThat(without.exit()).isEqualTo(4);
    assertThat(without.err()).contains("no-such-model");
    Ran first = terminal().type(line + " --create-model");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).contains("Model scorer is new.", "scorer v1 is registered.");
    Ran again = terminal().type(line + " --create-model");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).contains("was registered before, as the same.");
    Ran other = terminal().type(line.replace("A=b", "A=c"));
    assertThat(other.exit()).isEqualTo(4);
    assertThat(other.err()).contains("version-exists");
    assertThat(terminal().type("versions scorer").out()).contains("v1", image);
    assertThat(terminal().run("approve-version", "scorer", "v1", "-r", "it scores well").out())
        .contains("scorer v1 is approved.");
    assertThat(terminal().type("versions scorer").out()).contains("APPROVED");
    assertThat(
            terminal()
                .run("approve-version", "scorer", "v1", "--withdraw", "-r", "it does not")
                .out())
        .contains("scorer v1 is not approved any more.");
    assertThat(terminal().run("approve-version", "scorer", "v1", "--withdraw", "-r", "n").exit())
        .isEqualTo(4);
    assertThat(terminal().type("models").out()).contains("scorer");
    assertThat(terminal().type("models -o json").json().at("/items/0/name").asString(""))
        .isEqualTo("scorer");
  }
}
