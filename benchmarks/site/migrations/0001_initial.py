import django.db.models.deletion
import modelcluster.fields
import wagtail.contrib.forms.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("capacity", models.PositiveIntegerField()),
                ("closes_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FormPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("intro", wagtail.fields.RichTextField(blank=True)),
                ("thank_you_text", wagtail.fields.RichTextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
            bases=(wagtail.contrib.forms.models.FormMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="TextPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("intro", wagtail.fields.RichTextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FormField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "clean_name",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Safe name of the form field, the label converted to ascii_snake_case",
                        max_length=255,
                        verbose_name="name",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="The label of the form field",
                        max_length=255,
                        verbose_name="label",
                    ),
                ),
                (
                    "field_type",
                    models.CharField(
                        choices=[
                            ("singleline", "Single line text"),
                            ("multiline", "Multi-line text"),
                            ("email", "Email"),
                            ("number", "Number"),
                            ("url", "URL"),
                            ("checkbox", "Checkbox"),
                            ("checkboxes", "Checkboxes"),
                            ("dropdown", "Drop down"),
                            ("multiselect", "Multiple select"),
                            ("radio", "Radio buttons"),
                            ("date", "Date"),
                            ("datetime", "Date/time"),
                            ("hidden", "Hidden field"),
                        ],
                        max_length=16,
                        verbose_name="field type",
                    ),
                ),
                ("required", models.BooleanField(default=True, verbose_name="required")),
                (
                    "choices",
                    models.TextField(
                        blank=True,
                        help_text="Comma or new line separated list of choices. Only applicable in checkboxes, radio and dropdown.",
                        verbose_name="choices",
                    ),
                ),
                (
                    "default_value",
                    models.TextField(
                        blank=True,
                        help_text="Default value. Comma or new line separated values supported for checkboxes.",
                        verbose_name="default value",
                    ),
                ),
                (
                    "help_text",
                    models.CharField(blank=True, max_length=255, verbose_name="help text"),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_fields",
                        to="benchmarks_site.formpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="Dit navn")),
                ("email", models.EmailField(max_length=254, verbose_name="Din e-mail")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=32, verbose_name="Dit telefonnummer"),
                ),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=255, verbose_name="Organisation"),
                ),
                (
                    "municipality",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("København", "København"),
                            ("Frederiksberg", "Frederiksberg"),
                            ("Ballerup", "Ballerup"),
                            ("Brøndby", "Brøndby"),
                            ("Dragør", "Dragør"),
                            ("Gentofte", "Gentofte"),
                            ("Gladsaxe", "Gladsaxe"),
                            ("Glostrup", "Glostrup"),
                            ("Herlev", "Herlev"),
                            ("Albertslund", "Albertslund"),
                            ("Hvidovre", "Hvidovre"),
                            ("Høje-Taastrup", "Høje-Taastrup"),
                            ("Lyngby-Taarbæk", "Lyngby-Taarbæk"),
                            ("Rødovre", "Rødovre"),
                            ("Ishøj", "Ishøj"),
                            ("Tårnby", "Tårnby"),
                            ("Vallensbæk", "Vallensbæk"),
                            ("Furesø", "Furesø"),
                            ("Allerød", "Allerød"),
                            ("Fredensborg", "Fredensborg"),
                            ("Helsingør", "Helsingør"),
                            ("Hillerød", "Hillerød"),
                            ("Hørsholm", "Hørsholm"),
                            ("Rudersdal", "Rudersdal"),
                            ("Egedal", "Egedal"),
                            ("Frederikssund", "Frederikssund"),
                            ("Greve", "Greve"),
                            ("Køge", "Køge"),
                            ("Halsnæs", "Halsnæs"),
                            ("Roskilde", "Roskilde"),
                            ("Solrød", "Solrød"),
                            ("Gribskov", "Gribskov"),
                            ("Odsherred", "Odsherred"),
                            ("Holbæk", "Holbæk"),
                            ("Faxe", "Faxe"),
                            ("Kalundborg", "Kalundborg"),
                            ("Ringsted", "Ringsted"),
                            ("Slagelse", "Slagelse"),
                            ("Stevns", "Stevns"),
                            ("Sorø", "Sorø"),
                            ("Lejre", "Lejre"),
                            ("Lolland", "Lolland"),
                            ("Næstved", "Næstved"),
                            ("Guldborgsund", "Guldborgsund"),
                            ("Vordingborg", "Vordingborg"),
                            ("Bornholm", "Bornholm"),
                            ("Middelfart", "Middelfart"),
                            ("Assens", "Assens"),
                            ("Faaborg-Midtfyn", "Faaborg-Midtfyn"),
                            ("Kerteminde", "Kerteminde"),
                            ("Nyborg", "Nyborg"),
                            ("Odense", "Odense"),
                            ("Svendborg", "Svendborg"),
                            ("Nordfyns", "Nordfyns"),
                            ("Langeland", "Langeland"),
                            ("Ærø", "Ærø"),
                            ("Haderslev", "Haderslev"),
                            ("Billund", "Billund"),
                            ("Sønderborg", "Sønderborg"),
                            ("Tønder", "Tønder"),
                            ("Esbjerg", "Esbjerg"),
                            ("Fanø", "Fanø"),
                            ("Varde", "Varde"),
                            ("Vejen", "Vejen"),
                            ("Aabenraa", "Aabenraa"),
                            ("Fredericia", "Fredericia"),
                            ("Horsens", "Horsens"),
                            ("Kolding", "Kolding"),
                            ("Vejle", "Vejle"),
                            ("Herning", "Herning"),
                            ("Holstebro", "Holstebro"),
                            ("Lemvig", "Lemvig"),
                            ("Struer", "Struer"),
                            ("Syddjurs", "Syddjurs"),
                            ("Norddjurs", "Norddjurs"),
                            ("Favrskov", "Favrskov"),
                            ("Odder", "Odder"),
                            ("Randers", "Randers"),
                            ("Silkeborg", "Silkeborg"),
                            ("Samsø", "Samsø"),
                            ("Skanderborg", "Skanderborg"),
                            ("Aarhus", "Aarhus"),
                            ("Ikast-Brande", "Ikast-Brande"),
                            ("Ringkøbing-Skjern", "Ringkøbing-Skjern"),
                            ("Hedensted", "Hedensted"),
                            ("Morsø", "Morsø"),
                            ("Skive", "Skive"),
                            ("Thisted", "Thisted"),
                            ("Viborg", "Viborg"),
                            ("Brønderslev", "Brønderslev"),
                            ("Frederikshavn", "Frederikshavn"),
                            ("Vesthimmerlands", "Vesthimmerlands"),
                            ("Læsø", "Læsø"),
                            ("Rebild", "Rebild"),
                            ("Mariagerfjord", "Mariagerfjord"),
                            ("Jammerbugt", "Jammerbugt"),
                            ("Aalborg", "Aalborg"),
                            ("Hjørring", "Hjørring"),
                        ],
                        max_length=64,
                        verbose_name="Kommune",
                    ),
                ),
                ("role", models.CharField(max_length=255, verbose_name="Stilling")),
                (
                    "motivation",
                    models.TextField(max_length=2000, verbose_name="Hvorfor vil I være med?"),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Antal medarbejdere"
                    ),
                ),
                (
                    "heard_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("Kollega", "Kollega"),
                            ("Nyhedsbrev", "Nyhedsbrev"),
                            ("Hjemmeside", "Hjemmeside"),
                            ("Andet", "Andet"),
                        ],
                        max_length=64,
                        verbose_name="Hvor har du hørt om os?",
                    ),
                ),
                ("consent", models.BooleanField(verbose_name="Lederen bakker op om deltagelsen")),
                ("state", models.CharField(blank=True, max_length=16)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "course",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="benchmarks_site.course",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=255)),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="benchmarks_site.signup"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("email", models.EmailField(max_length=254)),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="benchmarks_site.signup"
                    ),
                ),
            ],
        ),
    ]
