package dev.slipway.environment;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An environment's row: its name, and which of its profiles holds. */
@Entity
@Table(name = "environment")
class Place {

  @Id private UUID id;
  private String name;
  private int revision = 1;

  /** Null until the row is stored: that is how a new row is told from a detached one. */
  @Version private @Nullable Long version;

  private Instant createdAt;

  Place(UUID id, String name, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.createdAt = createdAt;
  }

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected Place() {}

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  int revision() {
    return revision;
  }

  long version() {
    return version == null ? 0 : version;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** Makes room for the next profile and returns its number. */
  int nextRevision() {
    return ++revision;
  }
}
