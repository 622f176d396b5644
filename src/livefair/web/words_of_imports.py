"""What is said of rows and files that cannot be brought in."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_IMPORTS: Final = {
    "bad_goods_code": N_("A code has 1 to %(limit)s characters and no spaces."),
    "changed_since": N_("It was changed since."),
    "code_of_other_product": N_("This variant's code belongs to another product."),
    "code_twice": N_("Row %(row)s has the same code."),
    "column_missing": N_("The column “%(name)s” is missing."),
    "column_twice": N_("The column “%(name)s” stands there twice."),
    "column_unknown": N_("No column is called “%(name)s”."),
    "combination_taken": N_("There is a variant with these values already."),
    "half_a_fact": N_("A fact needs its name, its value and its source."),
    "half_an_option": N_("An option and its value belong together."),
    "import_going_on": N_("Another import is going on. Please wait until it is done."),
    "import_not_to_undo": N_("This import cannot be taken back."),
    "product_not_listed": N_("This product is not on sale any more."),
    "sold_since": N_("Pieces of it were sold since."),
    "sheet_broken": N_("This file is broken."),
    "sheet_not_a_table": N_("This is no table: please choose a CSV or Excel (.xlsx) file."),
    "sheet_row_too_long": N_("One row of this file is too long."),
    "sheet_too_expensive": N_("This file takes too long to read."),
    "sheet_too_large": N_("This file is too large."),
    "sheet_too_many_rows": N_("This file has too many rows. Please divide it."),
}
