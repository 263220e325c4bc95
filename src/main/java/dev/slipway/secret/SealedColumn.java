package dev.slipway.secret;

import java.util.UUID;

/**
 * Where sealed secrets lie: a room that has such a column offers this as a bean, and {@link Reseal}
 * looks after it.
 *
 * @param table has a column {@code id} of type uuid, its primary key
 * @param column holds the sealed text
 */
public record SealedColumn(String table, String column) {

  /** The place of one row's secret. */
  public String place(UUID id) {
    return table + "/" + id;
  }
}
