package dev.atrium.platform.calls;

import dev.atrium.platform.tenancy.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What may be asked about a tenant's adapters. */
public final class AdapterCalls {
  private AdapterCalls() {}

  /**
   * Installs an adapter, new or instead of the one of that name; calls under way keep theirs.
   * Answered with {@link Adapter}.
   *
   * @param archive a zip or tar with a PEFT folder; the sender deletes it
   */
  public record Install(TenantId tenant, String name, Path archive) {}

  /** Ends an adapter and deletes it. Answered with {@link Adapters}: those that are left. */
  public record Drop(TenantId tenant, String name) {}

  /** Ends and deletes all adapters of a tenant that is gone. Answered with {@link Adapters}. */
  public record DropAll(TenantId tenant) {}

  /** Asks which adapters were installed. Answered with {@link Adapters}. */
  public record AdaptersQuestion(TenantId tenant) {}

  /** The adapters of a tenant, by name. */
  public record Adapters(List<Adapter> adapters) {
    public Adapters {
      adapters = List.copyOf(adapters);
    }
  }

  /**
   * An adapter.
   *
   * @param model what a call names to be answered with it
   * @param rank of its matrices
   * @param bytes of its weights
   */
  public record Adapter(String name, String model, int rank, long bytes, Instant installed) {}
}
