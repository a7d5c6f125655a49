package dev.atrium.platform.metering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ledger entries as JSON, as they lie in the spool and in the journal of open calls. */
final class EntryJson {
  private static final Logger LOG = LoggerFactory.getLogger(EntryJson.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final ObjectWriter WRITER = JSON.writerFor(LedgerEntry.class);

  private EntryJson() {}

  /** As UTF-8. */
  static byte[] bytes(LedgerEntry entry) {
    try {
      return WRITER.writeValueAsBytes(entry);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String write(LedgerEntry entry) {
    try {
      return WRITER.writeValueAsString(entry);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Optional<LedgerEntry> read(String json) {
    try {
      return Optional.of(JSON.readValue(json, LedgerEntry.class));
    } catch (JsonProcessingException malformed) {
      LOG.error("A stored ledger entry cannot be read", malformed);
      return Optional.empty();
    }
  }
}
