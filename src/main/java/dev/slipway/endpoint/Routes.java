package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.endpoint.Route.Serving;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The routes to every endpoint that serves, or is about to. */
@Component
public class Routes {

  private final JdbcClient jdbc;

  Routes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All routes as the database has them now; one query. */
  public List<Route> all() {
    return jdbc.sql(
            """
            select p.name as endpoint, e.name as environment, m.name as model, p.physical_name,
                   case when p.adoption is not null
                        then coalesce(p.adoption ->> 'imported_as', p.physical_name) end as alias,
                   c.number as current, c.spec ->> 'model_version' as current_version,
                   n.number as pending, n.spec ->> 'model_version' as pending_version,
                   coalesce(c.spec, n.spec) -> 'location' as location,
                   r.profile -> 'location' as location_now
            from endpoint p
            join model m on m.id = p.model_id
            join environment e on e.id = p.environment_id
            join environment_revision r on r.environment_id = e.id and r.revision = e.revision
            left join release c on c.id = p.current_release_id
            left join release n on n.id = p.pending_release_id and n.id is distinct from c.id
            where not p.retired and coalesce(p.current_release_id, p.pending_release_id) is not null
            order by p.name
            """)
        .query(Routes::row)
        .list();
  }

  private static Route row(ResultSet row, int number) throws SQLException {
    List<Serving> serving = new ArrayList<>();
    for (String which : List.of("current", "pending")) {
      Integer release = row.getObject(which, Integer.class);
      if (release != null) serving.add(new Serving(release, row.getString(which + "_version")));
    }
    return new Route(
        row.getString("endpoint"),
        row.getString("environment"),
        row.getString("model"),
        row.getString("physical_name"),
        row.getString("alias"),
        EndpointClouds.asNow(location(row, "location"), location(row, "location_now")),
        List.copyOf(serving));
  }

  private static CloudLocation location(ResultSet row, String column) throws SQLException {
    return Json.read(row.getString(column), CloudLocation.class);
  }
}
