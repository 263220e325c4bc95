package dev.slipway.endpoint;

import dev.slipway.access.EnvironmentOf;
import dev.slipway.access.Where;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells in which environment an endpoint is. */
@Component
class EnvironmentOfEndpoint implements EnvironmentOf {

  private final JdbcClient jdbc;

  EnvironmentOfEndpoint(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Where where() {
    return Where.OF_ENDPOINT;
  }

  @Override
  public Optional<String> find(String id) {
    return jdbc.sql(
            """
            select e.name from endpoint p join environment e on e.id = p.environment_id
            where p.name = ?
            """)
        .param(id)
        .query(String.class)
        .optional();
  }
}
