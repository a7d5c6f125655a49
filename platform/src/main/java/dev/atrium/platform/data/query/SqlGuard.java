package dev.atrium.platform.data.query;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.DataSchema;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.conf.ParseNameCase;
import org.jooq.conf.ParseUnknownFunctions;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.ParserException;

/**
 * Lets SQL text through only if it is one query made of known parts. The text is parsed by jOOQ and
 * written anew without schemas; every word of that must be on a list. Around it stand the layer's
 * tables under their names, with the layer's columns alone. Run with an empty search path, a name
 * can mean nothing else: nothing of the original text ever runs.
 */
public final class SqlGuard {
  private static final int LONGEST = 10_000;
  private static final int DEEPEST = 60;

  /** A quoted name or text, a word, or one other character. */
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"]++|\"\")*+\"|'(?:[^']++|'')*+'|[\\p{L}_][\\p{L}\\p{N}_$]*+|\\S");

  private static final Set<String> WORDS =
      Set.copyOf(
          List.of(
              """
              select distinct from where group by having order asc desc nulls first last
              limit offset fetch next rows row only with ties as on using join inner left
              right full outer cross and or not in is null like ilike escape between
              exists any all some case when then else end union intersect except true
              false unknown cast interval date timestamp time zone at year month day hour
              minute second quarter week dow doy decade century epoch int integer bigint
              smallint numeric decimal real float double precision varchar char text
              boolean over partition range preceding following current unbounded filter
              within count sum avg min max stddev_pop stddev_samp var_pop var_samp lower
              upper length char_length character_length trim ltrim rtrim btrim substring
              position replace concat coalesce nullif greatest least round floor ceil
              ceiling abs mod power sqrt sign trunc extract date_trunc date_part
              current_date row_number rank dense_rank lag lead ntile percent_rank
              first_value last_value percentile_cont to_char to_date varying both leading
              trailing symmetric similar to
              """
                  .split("\\s+")));

  private final String tables;

  public SqlGuard(DataSchema layer) {
    this.tables =
        String.join(", ", layer.tables().stream().map(SqlGuard::table).distinct().toList());
  }

  /**
   * The query as it may be run with an empty search path.
   *
   * @throws AtriumException {@code sql_refused} (CALLER) with the reason
   */
  public String admit(String sql) {
    if (sql.length() > LONGEST || sql.indexOf('\0') >= 0) {
      throw refused("it is longer than " + LONGEST + " characters or holds a NUL");
    }
    if (depth(sql) > DEEPEST) {
      throw refused("it is nested too deep");
    }
    var query = parse(sql);
    checkWords(written(query, true));
    var rendered = written(query, false);
    return "WITH " + tables + " SELECT * FROM (" + rendered + ") AS answer";
  }

  private static String table(DataSchema.Table table) {
    var columns =
        table.columns().stream().map(column -> DSL.field(DSL.name(column.name()))).toList();
    var name = DSL.name(PlanRenderer.bare(table));
    var rows = DSL.select(columns).from(DSL.table(DSL.name(table.place()).append(name)));
    var writer = PlanRenderer.dialect();
    return writer.render(name) + " AS NOT MATERIALIZED (" + writer.renderInlined(rows) + ")";
  }

  private static DSLContext reader(boolean schemas) {
    return DSL.using(
        SQLDialect.POSTGRES,
        new Settings()
            .withParseDialect(SQLDialect.POSTGRES)
            .withParseNameCase(ParseNameCase.LOWER_IF_UNQUOTED)
            .withParseUnknownFunctions(ParseUnknownFunctions.FAIL)
            .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
            .withRenderSchema(schemas)
            .withRenderCatalog(schemas));
  }

  private static Select<?> parse(String sql) {
    try {
      Query[] queries = reader(true).parser().parse(sql).queries();
      if (queries.length != 1) {
        throw refused("it is not one statement");
      }
      if (queries[0] instanceof Select<?> select) {
        return select;
      }
      throw refused("it is no SELECT");
    } catch (ParserException unknown) {
      throw refused("it is no query that can be understood");
    } catch (AtriumException refused) {
      throw refused;
    } catch (RuntimeException odd) {
      throw refused("it holds what cannot be checked");
    } catch (StackOverflowError deep) {
      throw refused("it is nested too deep");
    }
  }

  private static String written(Select<?> select, boolean schemas) {
    try {
      return reader(schemas).renderInlined(select);
    } catch (RuntimeException odd) {
      throw refused("it holds what cannot be checked");
    } catch (StackOverflowError deep) {
      throw refused("it is nested too deep");
    }
  }

  private static void checkWords(String rendered) {
    var matcher = TOKEN.matcher(rendered);
    while (matcher.find()) {
      var token = matcher.group().toLowerCase(Locale.ROOT);
      if (token.startsWith("\"pg_") || token.startsWith("\"information_schema")) {
        throw refused("it names a part of the database system");
      }
      var begin = token.codePointAt(0);
      if ((Character.isLetter(begin) || begin == '_') && !WORDS.contains(token)) {
        throw refused("it uses " + token);
      }
      if (token.equals(";")) {
        throw refused("it is not one statement");
      }
    }
  }

  private static int depth(String sql) {
    int depth = 0;
    int deepest = 0;
    for (int at = 0; at < sql.length(); at++) {
      depth += sql.charAt(at) == '(' ? 1 : sql.charAt(at) == ')' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private static AtriumException refused(String reason) {
    return AtriumException.caller("sql_refused", "The SQL was refused: " + reason + ".");
  }
}
