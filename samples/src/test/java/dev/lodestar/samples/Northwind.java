package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.launch.Lodestar;
import dev.lodestar.samples.postgres.WithPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The sample that reads a database: run beside a PostgreSQL of its own, and its oracle. */
final class Northwind {
  static final Path FOLDER = Path.of("northwind");

  /** Numbers as the script of the database writes them: floats with all their digits. */
  private static final String RAW_TABLES =
      """
      CREATE TABLE raw_categories (category_id integer, category_name varchar, description varchar, picture varchar);
      CREATE TABLE raw_customers (customer_id varchar, company_name varchar, contact_name varchar, contact_title varchar,
        address varchar, city varchar, region varchar, postal_code varchar, country varchar, phone varchar, fax varchar);
      CREATE TABLE raw_employees (employee_id integer, last_name varchar, first_name varchar, title varchar,
        title_of_courtesy varchar, birth_date date, hire_date date, address varchar, city varchar, region varchar,
        postal_code varchar, country varchar, home_phone varchar, extension varchar, photo varchar, notes varchar,
        reports_to integer, photo_path varchar);
      CREATE TABLE raw_suppliers (supplier_id integer, company_name varchar, contact_name varchar, contact_title varchar,
        address varchar, city varchar, region varchar, postal_code varchar, country varchar, phone varchar, fax varchar,
        homepage varchar);
      CREATE TABLE raw_products (product_id integer, product_name varchar, supplier_id integer, category_id integer,
        quantity_per_unit varchar, unit_price double, units_in_stock integer, units_on_order integer,
        reorder_level integer, discontinued integer);
      CREATE TABLE raw_orders (order_id integer, customer_id varchar, employee_id integer, order_date date,
        required_date date, shipped_date date, ship_via integer, freight double, ship_name varchar, ship_address varchar,
        ship_city varchar, ship_region varchar, ship_postal_code varchar, ship_country varchar);
      CREATE TABLE raw_order_details (order_id integer, product_id integer, unit_price double, quantity integer,
        discount double);
      """;

  private static final Pattern INSERT =
      Pattern.compile(
          "INSERT INTO (categories|customers|employees|suppliers|products|orders|order_details) (VALUES .*;)");

  private Northwind() {}

  /** Runs it as a user does, with the database that the script in the folder makes. */
  static void run(Sample sample, Path data, String runId) throws Exception {
    Path printed = Files.createTempFile(sample.warehouse().getParent(), "printed", ".txt");
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Lodestar.class.getName(),
                "run",
                FOLDER.toString(),
                "--var=data=" + data,
                "--warehouse=" + sample.warehouse(),
                "--run-id=" + runId)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    int exit = WithPostgres.run("NORTHWIND_DB", data.resolve("northwind.sql"), command);
    assertThat(exit).as("lodestar run %s: %s", FOLDER, Files.readString(printed)).isZero();
  }

  /** Reads the rows that the script inserts, and tells gold from them. */
  static Oracle oracle(Path data) throws IOException, SQLException {
    String inserts =
        Files.readAllLines(data.resolve("northwind.sql")).stream()
            .map(INSERT::matcher)
            .filter(Matcher::matches)
            .map(insert -> "INSERT INTO raw_" + insert.group(1) + " " + insert.group(2))
            .collect(Collectors.joining("\n"));
    Oracle oracle = Oracle.silent();
    oracle.execute(RAW_TABLES);
    oracle.execute("BEGIN;\n" + inserts + "\nCOMMIT");
    oracle.tell("northwind-oracle.sql", Map.of("data", data.toString()));
    return oracle;
  }
}
