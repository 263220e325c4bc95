package dev.slipway.rollout;

import dev.slipway.access.EnvironmentOf;
import dev.slipway.access.Where;
import dev.slipway.base.Ids;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells in which environment a deployment happens. */
@Component
class EnvironmentOfDeployment implements EnvironmentOf {

  private final JdbcClient jdbc;

  EnvironmentOfDeployment(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Where where() {
    return Where.OF_DEPLOYMENT;
  }

  @Override
  public Optional<String> find(String id) {
    return Ids.read(id).flatMap(this::environment);
  }

  private Optional<String> environment(UUID id) {
    return jdbc.sql(
            """
            select e.name from deployment d
            join endpoint p on p.id = d.endpoint_id join environment e on e.id = p.environment_id
            where d.id = ?
            """)
        .param(id)
        .query(String.class)
        .optional();
  }
}
