package dev.lodestar.docs;

/** What the site itself says, in the languages it speaks. */
enum Phrase {
  OVERVIEW("Overview", "Vue d’ensemble"),
  LINEAGE("Lineage", "Lignage"),
  RUNS("Runs", "Exécutions"),
  MENU("Tables", "Tables"),
  SKIP("Skip to content", "Aller au contenu"),
  SEARCH("Search tables, columns, descriptions", "Chercher tables, colonnes, descriptions"),
  SEARCH_SHORT("Search  /", "Chercher  /"),
  NO_RESULTS("Nothing found", "Aucun résultat"),
  TABLE("table", "table"),
  VIEW("view", "vue"),
  SOURCE("source", "source"),
  APPEND("append", "ajout"),
  MERGE("merge", "fusion"),
  HISTORY("history", "historique"),
  TABLES("Tables", "Tables"),
  COLUMNS("Columns", "Colonnes"),
  COLUMN("Column", "Colonne"),
  TYPE("Type", "Type"),
  DESCRIPTION("Description", "Description"),
  COMES_FROM("Comes from", "Provient de"),
  USED_BY("Used by", "Utilisée par"),
  ROWS("Rows", "Lignes"),
  ROWS_HANG_ON("Which rows there are", "Ce qui décide des lignes"),
  KEY("Key", "Clé"),
  KEEP("Keeps", "Garde"),
  LATEST_BY("the latest by", "la dernière selon"),
  EARLIEST_BY("the earliest by", "la première selon"),
  PARTITIONS("Partitions", "Partitions"),
  READ_FROM("Read from", "Lue depuis"),
  FIELD("field", "champ"),
  MADE_ON_READING("made on reading", "créée à la lecture"),
  RULES("Rules", "Règles"),
  RULE("Rule", "Règle"),
  ASKS("What must hold", "Ce qui doit être vrai"),
  OTHERWISE("Otherwise", "Sinon"),
  WARN("warn", "signaler"),
  QUARANTINE("quarantine", "quarantaine"),
  DROP("drop", "écarter"),
  STOP("stop", "arrêter"),
  LAST_RESULT("Last result", "Dernier résultat"),
  HOLDS("holds", "respectée"),
  BROKEN("%s of %s rows", "%s lignes sur %s"),
  NOT_ASKED("not asked yet", "pas encore vérifiée"),
  SQL("SQL", "SQL"),
  LAST_RUNS("Last runs", "Dernières exécutions"),
  RUN("Run", "Exécution"),
  STARTED("Started (UTC)", "Début (UTC)"),
  FINISHED("finished", "terminée"),
  FAILED("failed", "échouée"),
  ABANDONED("abandoned", "abandonnée"),
  RUNNING("running", "en cours"),
  DECIDED("being released", "en publication"),
  SECONDS("Seconds", "Secondes"),
  RELEASE("Release", "Version"),
  ROWS_IN("Rows in", "Lignes lues"),
  ROWS_OUT("Rows out", "Lignes écrites"),
  QUARANTINED("Quarantined", "En quarantaine"),
  DEDUPLICATED("Deduplicated", "Doublons"),
  DROPPED("Dropped", "Écartées"),
  NO_RUNS(
      "Nothing has run yet, or its warehouse was not found.",
      "Rien n’a encore été exécuté, ou l’entrepôt est introuvable."),
  NOT_IN_RUNS(
      "No run has made this table yet.", "Aucune exécution n’a encore produit cette table."),
  NEVER_STORED("A view is computed when it is read.", "Une vue est calculée à la lecture."),
  PICTURE_TABLES("Tables only", "Tables seules"),
  PICTURE_COLUMNS("With columns", "Avec colonnes"),
  PICTURE_HELP(
      "Point at a column to see what it is made from and what is made from it. Solid lines are"
          + " values; dashed lines decide which value, or which rows.",
      "Pointez une colonne pour voir d’où elle vient et ce qui en dépend. Les traits pleins sont"
          + " des valeurs ; les pointillés décident de la valeur ou des lignes."),
  NOT_RELEASED("Not released yet", "Pas encore publiée"),
  RULES_HOLD("Rules that hold", "Règles respectées"),
  DOMAIN("Domain", "Domaine"),
  SCHEDULE("Schedule (UTC)", "Planification (UTC)"),
  UNIT("unit", "unité"),
  TESTS("Tests", "Tests"),
  MORE("%s more", "%s de plus"),
  ALL_ROWS("rows of %s", "lignes de %s"),
  IDENTITY("as it is", "tel quel"),
  TRANSFORMATION("computed", "calculé"),
  AGGREGATION("aggregated", "agrégé"),
  CONDITIONAL("chosen by", "choisi par"),
  WINDOW("window", "fenêtre"),
  JOIN("join", "jointure"),
  FILTER("filter", "filtre"),
  GROUP_BY("group by", "regroupement"),
  SORT("order", "ordre"),
  OF_RULE("rule", "règle");

  private final String english;
  private final String french;

  Phrase(String english, String french) {
    this.english = english;
    this.french = french;
  }

  String in(String language) {
    return language.equals("fr") ? french : english;
  }
}
