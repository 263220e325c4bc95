package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.testing.Conforming;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** How environments and their revisions are found, over HTTP and by other rooms. */
@Conforming
final class EnvironmentQueriesTests extends EnvironmentStage {

  @Test
  void whatIsNotThereIsNotFound() {
    create("prod", LEAST);
    assertThat(server.get("/v1/environments/none").at("/code")).isEqualTo("no-such-environment");
    assertThat(server.get("/v1/environments/none/revisions").at("/code"))
        .isEqualTo("no-such-environment");
    assertThat(server.get("/v1/environments/prod/revisions/2").at("/code"))
        .isEqualTo("no-such-revision");
    assertThat(server.get("/v1/environments/prod/revisions/x").status()).isEqualTo(400);
  }

  @Test
  void listsArePagedNewestFirst() {
    for (int i = 1; i <= 5; i++) {
      create("e" + i, LEAST);
    }
    for (int i = 0; i < 4; i++) {
      server.patch(
          "/v1/environments/e1",
          "\"%d\"".formatted(i),
          "{\"profile\": {\"keep_releases\": %d}}".formatted(20 + i));
    }
    assertThat(pages("/v1/environments", "name")).containsExactly("e5", "e4", "e3", "e2", "e1");
    assertThat(pages("/v1/environments/e1/revisions", "revision"))
        .containsExactly("5", "4", "3", "2", "1");
  }

  private List<String> pages(String path, String field) {
    List<String> found = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = server.get(path + "?page_size=2" + next).json();
      page.get("items").forEach(item -> found.add(item.get(field).asString()));
      next =
          page.has("next_page_token")
              ? "&page_token=" + page.get("next_page_token").asString()
              : "";
    } while (!next.isEmpty());
    return found;
  }

  @Test
  void otherRoomsFindEnvironmentsAndEarlierProfiles() {
    UUID id = UUID.fromString(create("prod", LEAST).at("/id"));
    server.patch("/v1/environments/prod", "\"0\"", "{\"profile\": {\"keep_releases\": 3}}");
    Environments environments = server.bean(Environments.class);

    assertThat(environments.byName("prod")).isEqualTo(environments.byId(id));
    assertThat(environments.byId(id).revision()).isEqualTo(2);
    assertThat(environments.profileAt(id, 1).keepReleases()).isEqualTo(10);
    assertThat(environments.profileAt(id, 2).keepReleases()).isEqualTo(3);
    assertThatThrownBy(() -> environments.profileAt(id, 3)).isInstanceOf(Failure.NotFound.class);
    assertThatThrownBy(() -> environments.byId(Ids.next())).isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void aProfileThatANewerSlipwayStoredCanBeRead() {
    UUID id = UUID.fromString(create("prod", LEAST).at("/id"));
    JdbcClient jdbc = server.bean(JdbcClient.class);
    jdbc.sql(
            """
            insert into environment_revision
            select environment_id, 2, profile || '{"from_the_future": 1}', created_by, created_at
            from environment_revision
            """)
        .update();
    assertThat(server.bean(Environments.class).profileAt(id, 2))
        .isEqualTo(server.bean(Environments.class).profileAt(id, 1));
  }
}
